"""Which event is this, what is new in it, and who is told? (pure)"""
