"""What does it look like? A week of made-up news, replayed fast through the very same app."""
