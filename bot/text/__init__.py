"""What are words, names, numbers and sentences, in six languages? (pure)"""
