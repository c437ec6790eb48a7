"""Runs jobs in turn, in one process or on a server."""
