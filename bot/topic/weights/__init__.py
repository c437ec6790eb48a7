"""How much does each word of the documents count?"""
