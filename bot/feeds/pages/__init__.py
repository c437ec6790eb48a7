"""What does the page behind an entry say?"""
