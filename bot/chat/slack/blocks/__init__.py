"""What are the pieces of which Block Kit makes a message, the App Home and a dialogue?"""
