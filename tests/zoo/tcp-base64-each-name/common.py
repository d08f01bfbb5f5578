"""Wire format: one line per message, base64 of a JSON object."""
import base64
import datetime
import json


def pack(name, text):
    stamp = datetime.datetime.now().strftime("%H:%M:%S")
    obj = {"t": stamp, "n": name, "m": text}
    return base64.b64encode(json.dumps(obj).encode()) + b"\n"


def unpack(line):
    obj = json.loads(base64.b64decode(line))
    return obj["t"], obj["n"], obj["m"]


def read_line(sock):
    buf = b""
    while not buf.endswith(b"\n"):
        part = sock.recv(1)
        if not part:
            return None
        buf += part
    return buf
