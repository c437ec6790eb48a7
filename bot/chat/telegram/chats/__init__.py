"""What may we, and what may others, do in a chat of Telegram?"""
