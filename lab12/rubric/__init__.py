"""The rubric: the checks, how one is performed, and the schemes that say which count and for how much.

May import driver, wire, guard, finder and stage; the grader, the sheet and the pytest plugin stand on it.
"""
