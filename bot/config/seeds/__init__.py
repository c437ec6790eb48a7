"""What stands in ``seeds/``?"""
