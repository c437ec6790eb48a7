"""What do we know, and what do we owe? The only place that speaks SQL."""
