"""What does a feed say now? Guarded HTTP, then bytes into entries, and when to look again."""
