"""Writing: the folder that a class's run leaves."""
import json

from lab12.classroom.store import write


def write_all(rows, room, out, given):
    """Write all that is made of a class into the folder `out`."""
    write(out / "class.json", json.dumps([row.record or {"version": 1, "lab": row.name, "error": row.why}
                                          for row in rows], indent=1, ensure_ascii=False) + "\n")
