"""Hand-ins: the least server and client, and folders and zips of such files, for the tests of what the finder reads."""
import zipfile

from lab12.finder.source import read

SERVER = "import socket\ns = socket.socket()\ns.bind(('127.0.0.1', 5000))\ns.listen()\nc, a = s.accept()\n"
CLIENT = ("import socket\ns = socket.socket()\ns.connect(('127.0.0.1', 5000))\n"
          "while True:\n    s.send(input().encode())\n")
PAIR = {"server.py": SERVER, "client.py": CLIENT}


def lay(folder, files):
    """Write these files and return the folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def packed(path, members):
    """Write a zip of these members and return its path."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def chosen(found, section):
    """Return the paths of the pair that is marked in this section, None if there is none."""
    for pair in found.pairs[section][:1]:
        return tuple(script.path if script else "" for script in (pair.server, pair.client))
    return None


def one(source):
    """Return the Script of a source that is to be read as one."""
    [script] = read("a.py", source)
    return script
