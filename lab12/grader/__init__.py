"""The grader: what a hand-in is worth, as it was handed in, and why.

Grade gives the marks, verdict says in a word what a section is, and mask takes out what differs from run to run. Hints,
errors and causes say why a check was missed, in the student's own source. Look keeps the windows open.
May import the rubric and what it stands on; knows nothing of sheets or classes.
"""
