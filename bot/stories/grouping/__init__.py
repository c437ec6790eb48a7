"""Which event is this? Reports become stories, and stories change with new ones."""
