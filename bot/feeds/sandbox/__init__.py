"""How are foreign bytes read without harm? In processes that are locked in and can be killed."""
