"""Grades a hand-in as it was handed in: finds its scripts, drives them on a private network, says why for each mark."""
