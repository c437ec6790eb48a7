"""How is a story found again? Queries as people type them, and the words that stories are found by."""
