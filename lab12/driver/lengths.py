"""Lengths: how a program may want the length of a message before it, as its source tells, so that ours can say it."""
import re
import struct

READS = r"\bint\(|\bfrom_bytes\(|\bunpack(?:_from)?\("
# How many bytes it takes for that: take(link, 4), HEADER = 4.
SIZES = re.compile(r"(?<!listen)(?<!range)(?<!sleep)(?<!exit)(?<!shutdown)(?<!timeout)"
                   r"\((?:\s*[\w.]+\s*,)?\s*(\d\d?)\s*\)|^[A-Z_]+\s*=\s*(\d\d?)\b", re.M)
STRUCTS = re.compile(r"[\"']([@=<>!]?[BHILQbhilq])[\"']")
MOST = 16   # bytes that a length has at most
TRIED = 12  # ways that are tried at most


def lengths(source):
    """Return what may stand before a message of so many bytes, as {what tells them apart: a function of the number}."""
    if not re.search(READS, source):
        return {}
    sizes = sorted({int(one or other) for one, other in SIZES.findall(source)} & {*range(1, MOST + 1)})
    found = {}
    if "unpack" in source:
        found |= {name: lambda number, name=name: struct.pack(name, number) for name in STRUCTS.findall(source)}
    if "from_bytes" in source:
        orders = [order for order in ("little", "big") if order in source] or ["big"]
        found |= {f"{size} {order}": lambda number, size=size, order=order: number.to_bytes(size, order)
                  for size in sizes for order in orders}
    if re.search(r"\bint\(", source):
        if re.search(r"\\n|\breadline\(", source):
            found["line"] = b"%d\n".__mod__
        found |= {f"{size} digits": lambda number, size=size: b"%0*d" % (size, number) for size in sizes}
    return dict(list(found.items())[:TRIED])
