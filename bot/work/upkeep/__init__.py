"""Keeps the service well, and its operators told."""
