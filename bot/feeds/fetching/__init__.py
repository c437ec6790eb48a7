"""What does a server answer? Guarded HTTP, polite to each host."""
