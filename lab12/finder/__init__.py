"""The finder: the scripts of a hand-in and their roles, found by reading the code, never by running it.

Not by names of files alone either. Imports nothing else of lab12.
"""
