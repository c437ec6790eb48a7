"""What is the topic, and is this entry about it? Seeds and names in, a match with its reason out (pure)."""
