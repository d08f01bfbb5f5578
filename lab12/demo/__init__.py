"""The demos: `make tcp-demo` plays a scenario through the real scripts and compares what every window shows.

Imports the stage (and the wire, to draw what crossed it); nothing that marks.
"""
