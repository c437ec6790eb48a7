"""Opens a database of either kind, and knows what the kinds do differently."""
