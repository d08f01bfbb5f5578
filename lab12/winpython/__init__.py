"""A Windows Python under Wine, for the tests of what the scripts do on Windows.

Imports nothing else of lab12.
"""
