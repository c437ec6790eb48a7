"""What does ``sources.yaml`` say?"""
