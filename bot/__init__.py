"""Seedwatch: watches feeds for your topics and tells chats when something new happens."""

import os

os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # else pydantic looks for plugins in every package
