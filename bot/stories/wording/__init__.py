"""What is said of a story? Sentences of its own reports, chosen and checked."""
