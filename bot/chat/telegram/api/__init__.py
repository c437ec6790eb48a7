"""How do calls reach the Bot API?"""
