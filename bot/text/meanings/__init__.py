"""What do words stand for, whatever the language?"""
