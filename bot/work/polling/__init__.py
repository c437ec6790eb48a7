"""Looks at a feed and takes what is new in it."""
