"""Looks at a feed and takes in what is new."""
