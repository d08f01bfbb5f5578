"""The wire: every packet that crossed the private network, and what it carried.

Imports the stage, and nothing that marks.
"""
