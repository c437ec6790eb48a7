"""Which chats there are, what they are owed, and what they were told."""
