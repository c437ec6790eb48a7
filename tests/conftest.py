"""What holds for every test? The same examples each time: a search for new ones is a fuzzing run of its own."""

from hypothesis import settings

settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
settings.load_profile("fixed")
