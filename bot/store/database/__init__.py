"""Opens a database of either kind, and knows how the kinds differ."""
