"""Lab 12: what drives, watches and marks the scripts of the practical. README.md beside this file lists the rooms."""
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent  # the kit's own folder, with tcp/, udp/ and tests/ in it
