"""Finds the scripts of a hand-in and their roles by reading the code, never by running it and not by name alone."""
