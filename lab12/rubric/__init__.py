"""The rubric: what a check is, how one is performed, what checks stand on, and the schemes that say which count.

The checks themselves stand in tests/, where an instructor reads them; listing.py loads them from there. A scheme is a
TOML file: handin.toml for whatever was handed in, kit.toml for this kit's own scripts. May import driver, wire, guard,
finder and stage; the grader, the sheet and the pytest plugin stand on it.
"""
