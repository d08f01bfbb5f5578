"""The guard: what a hand-in's programs may use, the folder they run in, and the process that marks them.

Bounds, sandbox and worker. May import the finder and the stage; knows nothing of checks or marks.
"""
