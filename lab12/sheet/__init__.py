"""The sheet: what was found, as text for a person and as JSON for a program.

May import the rubric and the grader, and whatever they stand on.
"""
