"""What may a chat choose? Choices, filters and times, and the pages that show them."""
