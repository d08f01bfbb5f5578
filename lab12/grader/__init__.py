"""The grader: what a hand-in is worth, as it was handed in, and why.

Grade (the marks), verdict (a section in a word), hints with errors and causes (why a check was missed, in the student's
own source), mask (what differs from run to run), look (the same with the windows open). May import the rubric and what
it stands on; knows nothing of sheets or classes.
"""
