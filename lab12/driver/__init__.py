"""The driver: a hand-in's programs in conversation, whatever they print and however they frame a message.

Opening (start, answer first questions), between (answer those between messages), roles (which script is what),
recorder (a stage that notes each step in words that do not depend on timing), formats (how they write messages),
lengths (what they want before one). May import wire, guard, finder and stage.
"""
