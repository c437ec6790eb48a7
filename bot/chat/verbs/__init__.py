"""What can people ask of the bot? One file for each group of verbs, and the table of all."""
