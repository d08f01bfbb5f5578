"""tcpchat - a tiny one-to-one chat over TCP."""
__version__ = "0.2.0"
