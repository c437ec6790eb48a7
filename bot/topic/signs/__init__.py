"""Which names and words in a text speak for the topic, or against it?"""
