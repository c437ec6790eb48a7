"""Says to chats what they are owed."""
