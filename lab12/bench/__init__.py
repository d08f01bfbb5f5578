"""The bench: `make bench` measures what the kit is worth, beside its peers: the chat, one turn of a pair, marking.

Imports the finder, the guard, the stage and the grader; nothing imports it.
"""
