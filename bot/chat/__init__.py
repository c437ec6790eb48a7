"""How do chats see us? One set of commands and messages; a folder per platform turns them into its own form."""
