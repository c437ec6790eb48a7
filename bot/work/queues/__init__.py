"""Runs jobs in turn, in one process or shared through a server."""
