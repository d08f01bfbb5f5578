"""Cheats: pairs that show what was typed in the other window, but not because it has crossed the network.

Each is (server, client, what they may get). The honest part of most is a server that waits and a client that calls it.
"""

SERVER = """
import socket, threading, time, os, sys
listener = socket.create_server(("127.0.0.1", 5000))
connection, _ = listener.accept()
{setup}
while True:
    text = {receive}
    print("Client", {{text}}, flush=True)
    reply = input("Enter Reply ")
    {send}
"""
CLIENT = """
import socket, threading, time, os, sys
connection = socket.create_connection(("127.0.0.1", 5000))
{setup}
while True:
    text = input("Enter Message ")
    {send}
    reply = {receive}
    print({{reply}}, flush=True)
"""


def pair(send, receive, setup=""):
    """Return a server and a client that pass what is typed by code of these forms: there is `mine` and `theirs`."""
    made = []
    for form, mine, theirs, word in ((SERVER, "server", "client", "reply"), (CLIENT, "client", "server", "text")):
        fill = {"mine": mine, "theirs": theirs, "text": word}
        parts = {name: code.format(**fill) for name, code in (("send", send), ("receive", receive), ("setup", setup))}
        made.append(form.format(**{**parts, "send": parts["send"].replace("\n", "\n    ")}))
    return tuple(made)


TAKE = """
def take(path):
    while True:
        try:
            with open(path) as file:
                text = file.read()
            if text.endswith("\\n"):
                os.unlink(path)
                return text[:-1]
        except FileNotFoundError:
            pass
        time.sleep(0.002)
def put(path, text):
    with open(path + ".new", "w") as file:
        file.write(text + "\\n")
    os.rename(path + ".new", path)
"""
UNIX = """
box = socket.socket(getattr(socket, "AF_" + "UNIX"), socket.SocketKind(2))
getattr(box, "bi" + "nd")({name!r} + "{{mine}}")
def put(text):
    for _ in range(500):
        try:
            box.sendto(text.encode(), {name!r} + "{{theirs}}")
            return
        except OSError:
            time.sleep(0.002)
"""
NOISE = "connection.sendall(os.urandom(len({text}.encode())))\n"
SELF = """
mirror = getattr(socket, "create_" + "server")(("127.0.0.1", 6000 + len("{mine}" * ("{mine}" == "server"))))
away = socket.socket()
getattr(away, "con" + "nect")(mirror.getsockname())
home, _ = getattr(mirror, "acc" + "ept")()
"""

CHEATS = {
    "a file in the folder": pair("put('{mine}.txt', {text})", "take('{theirs}.txt')", TAKE),
    "a file in /tmp": pair("put('/tmp/{mine}', {text})", "take('/tmp/{theirs}')", TAKE),
    "a file in /dev/shm": pair("put('/dev/shm/{mine}', {text})", "take('/dev/shm/{theirs}')", TAKE),
    "a file, and noise on the wire": pair(NOISE + "put('{mine}.txt', {text})", "take('{theirs}.txt')", TAKE),
    "a file, and the text sent to oneself": pair(
        "away.sendall({text}.encode())\nhome.recv(9999)\nput('{mine}.txt', {text})", "take('{theirs}.txt')",
        TAKE + SELF),
    "a file, and the text sent to nobody": pair(
        "getattr(lost, 'send' + 'to')({text}.encode(), ('127.0.0.1', 7777))\nput('{mine}.txt', {text})", "take('{theirs}.txt')",
        TAKE + "lost = socket.socket(type=socket.SocketKind(2))\n"),
    "a file, and the text on the wire, unread": pair(
        "connection.sendall({text}.encode())\nput('{mine}.txt', {text})", "take('{theirs}.txt')", TAKE),
    "a file, and the text on the wire in hex, unread": pair(
        "connection.sendall({text}.encode().hex().encode())\nput('{mine}.txt', {text})", "take('{theirs}.txt')", TAKE),
    "an abstract socket": pair("put({text})", "box.recv(9999).decode()", UNIX.format(name="\0lab12-")),
    "a socket in the folder": pair("put({text})", "box.recv(9999).decode()", UNIX.format(name="./box-")),
    "an abstract socket, and noise on the wire": pair(
        NOISE + "put({text})", "box.recv(9999).decode()", UNIX.format(name="\0lab12-")),
    "a named pipe": pair(
        "open('{mine}.pipe', 'w').write({text} + '\\n')", "open('{theirs}.pipe').readline()[:-1]",
        "for one in 'server', 'client':\n    try:\n        os.mkfifo(one + '.pipe')\n    except FileExistsError:\n"
        "        pass\n"),
    "memory that is mapped by both": pair(
        "mine[:300] = {text}.encode()[:299].ljust(300, b'\\0')\nmine[0:0] = b''",
        "seen(theirs)",
        "import mmap\ndef page(name):\n    with open('/dev/shm/' + name, 'a+b') as file:\n        file.truncate(4096)\n"
        "        return mmap.mmap(file.fileno(), 4096)\nmine, theirs = page('{mine}'), page('{theirs}')\n"
        "def seen(page):\n    while not page[0]:\n        time.sleep(0.002)\n    text = page[:300].rstrip(b'\\0').decode()\n"
        "    page[:300] = bytes(300)\n    return text\n"),
    "the folder's own name for each letter": pair(
        "os.mkdir('{mine}-' + {text}.encode().hex()[:200])",
        "named('{theirs}-')",
        "def named(start):\n    while True:\n        for name in os.listdir('.'):\n            if name.startswith(start):\n"
        "                os.rmdir(name)\n                return bytes.fromhex(name[len(start):]).decode()\n"
        "        time.sleep(0.002)\n"),
}


def printer(words):
    """Return a pair that shows these words whatever happens, in the hope that they will be typed."""
    server, client = pair("connection.sendall(b'x' * len({text}))", f"connection.recv(999) and {' '.join(words)!r}")
    return server, client


CHEATS["the words known from the last time"] = printer(
    ["basket1", "velvet2", "harbour3", "pepper4", "lantern5", "copper6", "meadow7", "saddle8", "ribbon9", "marble10"])
CHEATS["what is on one's own screen"] = pair(  # it has no other terminal to read
    "connection.sendall(b'x' * len({text}))",
    "connection.recv(999) and ''.join(open('/dev/pts/' + n).readline() for n in os.listdir('/dev/pts') if n.isdigit())")


CHEATS |= {
    "a file, in step with the text on the wire": pair(
        "connection.sendall({text}.encode())\nput('{mine}.txt', {text})", "connection.recv(9999) and take('{theirs}.txt')",
        TAKE),
    "a file, in step with lines on the wire": pair(
        "connection.sendall({text}.encode() + b'\\n')\nput('{mine}.txt', {text})",
        "connection.recv(9999) and take('{theirs}.txt')", TAKE),
    "an abstract socket, in step with the text on the wire": pair(
        "connection.sendall({text}.encode())\nput({text})", "connection.recv(9999) and box.recv(9999).decode()",
        UNIX.format(name="\0lab12-")),
    "a file, unless the network is found to be cut": pair(
        NOISE + "put('{mine}.txt', {text} if is_whole() else '')", "take('{theirs}.txt')",
        TAKE + "mirror = socket.socket(type=socket.SocketKind(2))\ngetattr(mirror, 'bi' + 'nd')(('127.0.0.1', 0))\n"
        "mirror.settimeout(0.05)\ndef is_whole():\n    try:\n"
        "        getattr(mirror, 'send' + 'to')(b'x', mirror.getsockname())\n        return mirror.recv(9)\n"
        "    except OSError:\n        return b''\n"),
    "the text over UDP-Lite, and noise over TCP": pair(
        NOISE + "getattr(box, 'send' + 'to')({text}.encode(), ('127.0.0.1', 6000 + len('{theirs}' * ('{theirs}' == 'server'))))",
        "box.recv(9999).decode()",
        "box = socket.socket(socket.AF_INET, socket.SocketKind(2), 136)\n"  # RFC 3828
        "getattr(box, 'bi' + 'nd')(('127.0.0.1', 6000 + len('{mine}' * ('{mine}' == 'server'))))\n"),
    "the text in datagrams, and noise over TCP": pair(
        NOISE + "getattr(box, 'send' + 'to')({text}.encode(), ('127.0.0.1', 6000 + len('{theirs}' * ('{theirs}' == 'server'))))",
        "box.recv(9999).decode()",
        "box = socket.socket(type=socket.SocketKind(2))\n"
        "getattr(box, 'bi' + 'nd')(('127.0.0.1', 6000 + len('{mine}' * ('{mine}' == 'server'))))\n"),
    "a file, in step with noise on the wire": pair(
        NOISE + "put('{mine}.txt', {text})", "connection.recv(9999) and take('{theirs}.txt')", TAKE),
    "an abstract socket, in step with noise on the wire": pair(
        NOISE + "put({text})", "connection.recv(9999) and box.recv(9999).decode()", UNIX.format(name="\0lab12-")),
}

UDP_SERVER = """
import socket, os, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 5000))
{setup}
while True:
    _, address = s.recvfrom(9999)
    print("Client", {{take("client")}}, flush=True)
    reply = input("Enter Reply ")
    put("server", reply)
    s.sendto(os.urandom(len(reply)), address)
"""
UDP_CLIENT = """
import socket, os, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
{setup}
while True:
    text = input("Enter Message ")
    put("client", text)
    s.sendto(os.urandom(len(text)), ("127.0.0.1", 5000))
    _, _ = s.recvfrom(9999)
    print({{take("server")}}, flush=True)
"""
UDP_CHEATS = {
    "a file, and noise in datagrams": tuple(form.replace("{setup}", TAKE).replace("{{", "{").replace("}}", "}")
                                            for form in (UDP_SERVER, UDP_CLIENT)),
    "a file, in step with the text in datagrams": tuple(
        form.replace("os.urandom(len(reply))", "reply.encode()").replace("os.urandom(len(text))", "text.encode()")
        .replace("{setup}", TAKE).replace("{{", "{").replace("}}", "}") for form in (UDP_SERVER, UDP_CLIENT)),
    "a file, shown before its datagram": (
        UDP_SERVER.replace("    _, address = s.recvfrom(9999)\n", "    text = take('client')\n    address = ('127.0.0.1', 6000)\n")
        .replace('{{take("client")}}', "{text}").replace("{setup}", TAKE),
        UDP_CLIENT.replace("{setup}", "s.bind(('127.0.0.1', 6000))\n" + TAKE).replace("{{", "{").replace("}}", "}")),
}

CHAT_SERVER = """
import socket, threading, time, os
listener = socket.create_server(("127.0.0.1", 5000))
clients = []
def serve(connection):
    while data := connection.recv(4096):
        print("a client says something", len(data), flush=True)
        for other in list(clients):
            if other is not connection:
                other.sendall({passes})
    clients.remove(connection)
    connection.close()
while True:
    connection, _ = listener.accept()
    clients.append(connection)
    threading.Thread(target=serve, args=(connection,), daemon=True).start()
"""
CHAT_CLIENT = """
import socket, threading, time, os
connection = socket.create_connection(("127.0.0.1", 5000))
me = connection.getsockname()[1]
open("talk", "a").close()
talk = open("talk", "rb")
talk.seek(0, 2)
def others():
    for line in iter(talk.readline, b""):
        who, _, text = line.decode().rstrip("\\n").partition(" ")
        if who != str(me):
            print({{text}}, flush=True)
def listen():
    while {waits}:
        others()
threading.Thread(target=listen, daemon=True).start()
while (text := input("Enter Message ")) != "exit":
    with open("talk", "a") as file:
        file.write(f"{{me}} {{text}}\\n")
    {sends}
"""
CHAT_CHEATS = {name: (CHAT_SERVER.format(passes=passes), CHAT_CLIENT.replace("\\\\", "\\").format(waits=waits, sends=sends))
               for name, passes, waits, sends in (
    ("a file, in a chat", "data", "not time.sleep(0.002)", "pass"),
    ("a file, and noise in a chat", "os.urandom(len(data))", "not time.sleep(0.002)",
     "connection.sendall(os.urandom(len(text)))"),
    ("a file, in step with noise in a chat", "os.urandom(len(data))", "connection.recv(4096)",
     "connection.sendall(os.urandom(len(text)))"),
    ("a file, in step with the text in a chat", "data", "connection.recv(4096)", "connection.sendall(text.encode())"),
    ("a file, and the text in a chat, unread", "data", "not time.sleep(0.002)", "connection.sendall(text.encode())"),
    ("a file, in step with the text in a chat, for one turn", "data", "connection.recv(4096)",
     "connection.sendall(text.encode()) or os._exit(0)"))}

# An honest pair whose messages nobody can read: anonymous Diffie-Hellman needs no certificate (RFC 5246, A.5).
CIPHERED = ("import ssl\ncontext = ssl.SSLContext(ssl.PROTOCOL_TLS_{side})\ncontext.check_hostname = False\n"
            "context.verify_mode = ssl.CERT_NONE\ncontext.maximum_version = ssl.TLSVersion.TLSv1_2\n"
            "context.set_ciphers('aNULL:@SECLEVEL=0')\n"
            "connection = context.wrap_socket(connection, server_side={serves})\n")
TLS = (SERVER.format(setup=CIPHERED.format(side="SERVER", serves=True), receive="connection.recv(9999).decode()",
                     send="connection.sendall(reply.encode())"),
       CLIENT.format(setup=CIPHERED.format(side="CLIENT", serves=False), receive="connection.recv(9999).decode()",
                     send="connection.sendall(text.encode())"))

ACKED = """
import fcntl, struct
def acked():
    for _ in range(2500):
        if struct.unpack("i", fcntl.ioctl(connection, 0x5411, bytes(4)))[0] == 0:
            return
        time.sleep(0.002)
"""
PASSED = """
def passed(ends):
    box = socket.socket(getattr(socket, "AF_" + "UNIX"), socket.SocketKind(2))
    if "{mine}" == "server":
        getattr(box, "bi" + "nd")("\\0lab12-passed")
        _, given, _, _ = socket.recv_fds(box, 9, 2)
        return given
    for _ in range(500):
        try:
            getattr(box, "con" + "nect")("\\0lab12-passed")
            socket.send_fds(box, [b"x"], ends)
            return ends
        except OSError:
            time.sleep(0.002)
"""
PIPES = PASSED + """
one, two = os.pipe(), os.pipe()
reads, writes = passed([one[0], two[1]])
if "{mine}" == "client":
    reads, writes = two[0], one[1]
"""
MEMORY = PASSED + """
import mmap
with open("page", "a+b") as file:
    file.truncate(8192)
    [given] = passed([file.fileno()])
    page = mmap.mmap(given, 8192)
mine, theirs = (0, 4096) if "{mine}" == "client" else (4096, 0)
def write(text):
    page[mine + 1:mine + 300] = text.encode()[:298].ljust(299, b"\\0")
    page[mine] = 1
def read():
    while not page[theirs]:
        time.sleep(0.002)
    page[theirs] = 0
    return page[theirs + 1:theirs + 300].rstrip(b"\\0").decode()
"""
LOCKS = """
import fcntl
def held(name, start):
    file = open(name + ".lock", "a+b")
    def taken(place):
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
            fcntl.lockf(file, fcntl.LOCK_UN, 1, place)
            return 0
        except OSError:
            return 1
    return file, taken
mine, _ = held("{mine}", 0)
_, is_taken = held("{theirs}", 0)
count = 0
def tell(text):
    bits = "".join(f"{{byte:08b}}" for byte in text.encode()[:200])
    fcntl.lockf(mine, fcntl.LOCK_UN)
    for place, bit in enumerate(bits):
        if bit == "1":
            fcntl.lockf(mine, fcntl.LOCK_EX, 1, place + 9)
    fcntl.lockf(mine, fcntl.LOCK_EX, 1, len(bits) + 5000)
    fcntl.lockf(mine, fcntl.LOCK_EX, 1, 0)
def hear():
    while not is_taken(0):
        time.sleep(0.002)
    size = next(size for size in range(0, 1601, 8) if is_taken(size + 5000))
    bits = "".join(str(is_taken(place + 9)) for place in range(size))
    return bytes(int(bits[place:place + 8], 2) for place in range(0, size, 8)).decode()
"""
ONE_TURN = "turn = []\ndef counted():\n    turn.append(1)\n    if len(turn) > 1:\n        os._exit(0)\n"
NAMED = """
def write(text):
    os.setxattr("{mine}.py", "user.text", text.encode()[:200] + b"\\n")
def read():
    while True:
        try:
            text = os.getxattr("{theirs}.py", "user.text")
            os.removexattr("{theirs}.py", "user.text")
            return text[:-1].decode()
        except OSError:
            time.sleep(0.002)
"""
CHEATS |= {
    "a file, once the noise is acknowledged": pair(
        NOISE + "acked()\nput('{mine}.txt', {text})", "connection.recv(9999) and take('{theirs}.txt')", TAKE + ACKED),
    "a pipe that is passed on, and noise on the wire": pair(
        NOISE + "os.write(writes, {text}.encode())", "connection.recv(9999) and os.read(reads, 9999).decode()", PIPES),
    "a pipe that is passed on, and the text on the wire": pair(
        "connection.sendall({text}.encode())\nos.write(writes, {text}.encode())", "os.read(reads, 9999).decode()", PIPES),
    "memory that is passed on, and noise on the wire": pair(
        NOISE + "write({text})", "connection.recv(9999) and read()", MEMORY),
    "locks on bytes of a file": pair("tell({text})\n" + NOISE, "connection.recv(9999) and hear()", LOCKS),
    "a file, in step with noise on the wire, for one turn": pair(
        NOISE + "put('{mine}.txt', {text})", "(connection.recv(9999) and take('{theirs}.txt'), counted())[0]",
        TAKE + ONE_TURN),
    "a file, in step with the text on the wire, for one turn": pair(
        "connection.sendall({text}.encode())\nput('{mine}.txt', {text})",
        "(connection.recv(9999) and take('{theirs}.txt'), counted())[0]", TAKE + ONE_TURN),
    "a socket in the folder, in step with the text on the wire": pair(
        "connection.sendall({text}.encode())\nput({text})", "connection.recv(9999) and box.recv(9999).decode()",
        UNIX.format(name="./box-")),
    "a socket in the folder, in step with the text on the wire, for one turn": pair(
        "connection.sendall({text}.encode())\nput({text})",
        "(connection.recv(9999) and box.recv(9999).decode(), counted())[0]", UNIX.format(name="./box-") + ONE_TURN),
    "an attribute of a file": pair(NOISE + "write({text})", "connection.recv(9999) and read()", NAMED),
    "an attribute of a file, and the text on the wire, unread": pair(
        "connection.sendall({text}.encode())\nwrite({text})", "read()", NAMED),
}
