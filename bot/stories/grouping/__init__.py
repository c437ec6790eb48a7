"""Which event is this? Reports into stories, and what a story becomes as they come."""
