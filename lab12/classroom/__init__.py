"""The classroom: one command takes what a course site gave, marks everybody, and writes what the site takes back.

Intake, store, executor, then the report, feedback and gradebooks. Each renders the one record of a hand-in.
May import the rubric, the grader, the sheet, and what they stand on. The libraries of the extra `classroom` are
imported where they are used, and nowhere else.
"""
