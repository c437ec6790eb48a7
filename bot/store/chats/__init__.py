"""Which chats are there, what are they owed, and what were they told?"""
