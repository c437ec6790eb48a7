"""Keeps the service healthy, and its operators informed."""
