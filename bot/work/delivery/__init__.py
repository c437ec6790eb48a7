"""Tells chats what they are owed."""
