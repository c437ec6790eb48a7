"""Seedwatch: watches feeds for one topic and tells chats when something new happens."""
