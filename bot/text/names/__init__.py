"""What are names of persons, places and things, and how are they written?"""
