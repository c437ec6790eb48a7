"""What do these bytes say? One file for each format, and what formats have in common."""
