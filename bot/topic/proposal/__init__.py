"""What does ``init`` propose?"""
