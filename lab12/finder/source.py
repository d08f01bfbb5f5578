"""Source reads one script, without running it: its role, its address, what it wants of its user.

    >>> [script] = read("s.py", "import socket; s = socket.socket(); s.bind(('', 7000)); s.listen()")
    >>> script.transport, script.role, script.port
    ('tcp', 'server', 7000)
"""
import ast
import ipaddress
import re
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec

from lab12.finder import command_line, questions
from lab12.finder.audience import kind, only_answers
from lab12.finder.destinations import OWN
from lab12.finder.limit import TimeUp, limited
from lab12.finder.mistakes import mistakes, modules
from lab12.finder.parting import parts
from lab12.finder.syntax import (
    CONNECTS,
    GROUP,
    LISTENS,
    LOOPS,
    RECEIVES,
    SENDS,
    Tree,
    called,
    draws_port,
    is_at_any_port,
    last_name,
    line,
)
from lab12.finder.transports import transport

LIMIT = 200_000  # characters in a script: a student's has a few thousand; its tree takes a hundred times that
READING = 10.0  # seconds of work in which a script is read: a student's takes a hundredth of one
DEEP = 6_000    # calls within calls: an elif within an elif takes two
EVERYBODY = "255.255.255.255", "<broadcast>"  # ip(7), Python docs, socket
GROUPS = range(224, 240)  # first numbers of the addresses of multicast groups (RFC 5771)
ADDRESS = re.compile(r"\s*(?:\w+://)?(\d+(?:\.\d+){3})(?::\d+)?\s*")  # by itself, or with a port
BINDS = {"bind", "connect", "connect_ex", "create_server", "create_connection"}  # at an address
WINDOWS = "tkinter", "customtkinter", "Tkinter", "PyQt5", "PyQt6", "PySide2", "PySide6", "PySimpleGUI", "wx", "kivy"
OF_WINDOWS = "msvcrt", "winreg", "winsound", "_winapi", "nt", "msilib"  # of the standard library
BUILT = {"tkinter": "_tkinter", "curses": "_curses"}  # packages, and what a Python that was built without them lacks
SERVERS = {"TCPServer", "UDPServer", "ThreadingTCPServer", "ThreadingUDPServer"}  # of socketserver


@dataclass
class Script:
    """What is known of one script; what cannot be known is None or empty.

    Lines count from 1; one of a file that the script imports is a text with that file's name (syntax.line).
    """

    path: str                                   # in the hand-in; README.md#2 is its second block of code
    source: str
    error: str = ""                             # why Python refuses it: "SyntaxError: ..., line 3"
    transport: str = ""                         # tcp or udp
    module: str = ""                            # its name, where it can be run only as a part of a package: chat.server
    role: str = ""                              # server or client, both for two in one, '' for neither
    kind: str = ""                              # of a server: pair or chat; a client takes its server's
    host: object = None                         # where it listens or connects; HOSTNAME for gethostname()
    port: object = None                         # an int, where the source tells it
    most: object = None                         # clients that it accepts in all, where it counts them
    draws_port: bool = False                    # it binds a port by chance
    targets: list = field(default_factory=list)  # ports that a script sends to, or connects to, by number
    peer: bool = False                          # two copies of it may talk, each told the other's port
    addresses: list = field(default_factory=list)  # IPv4 addresses of other machines that are written in it
    arguments: list = field(default_factory=list)  # command line wanted, such as ["role", "host", "port"]
    commands: dict = field(default_factory=dict)   # role -> the same for argparse; "": for either role
    questions: list = field(default_factory=list)  # questions.Question, each asked before the conversation
    menus: list = field(default_factory=list)   # menus.Menu, each asked between the messages
    asks: bool = False                          # its user is asked for messages
    by_hand: str = ""                           # why only a person can try it: it "opens windows of its own (tkinter)"
    threads: bool = False                       # it may send and receive at will
    stops: dict = field(default_factory=dict)   # stop word -> line that looks for it
    typed_stops: tuple = ()                     # those of them that it looks for in what its own user types
    accounts: dict = field(default_factory=dict)  # user -> password, where they are written in the source
    password: str = ""                          # the one for everybody, where that is written
    key: str = ""                               # of the room, the same
    lines: dict = field(default_factory=dict)   # bind, accept, recv, ... -> line of the first such call
    size: object = None                         # bytes that the first recv asks for
    mistakes: dict = field(default_factory=dict)  # likely mistake (see lab12.finder.mistakes) -> line
    above: int = 0                              # lines of the text file that stand above this block of code
    modules: list = field(default_factory=list)   # (name, source) of the files beside it that it imports

    @property
    def wants(self):
        """What it wants of its user before the conversation, be it asked for or on the command line: words of WANTS."""
        return [question.wants for question in self.questions] + self.arguments + self.commands.get("", [])

    def command(self, role, host="127.0.0.1", port=12345, name="Anna", own=12346):
        """Return the command line that the script wants: its options as they are, the rest filled in.

        `own` is the port that it is to have for itself, where it asks for one.
        """
        given = {"role": role, "host": host, "port": str(port), "name": name, "text": name, "choice": "1",
                 "own host": host, "own port": str(own)}
        words = self.arguments + self.commands.get(role, self.commands.get("", []))
        return [given.get(word, word) for word in words]


def read(path, source, modules=()):
    """Return the Scripts of this source: one, or one for TCP and one for UDP where its user chooses between them.

    Never raises, whatever the source is. `modules` are for Tree.
    """
    if len(source) > LIMIT:
        return [Script(path, source, f"not read: longer than {LIMIT} characters")]
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(max(usual, DEEP))
    try:
        with limited(READING, of_work=True):
            return read_whole(path, source, modules)
    except TimeUp:
        return [Script(path, source, f"not read: that takes longer than {READING:.0f} seconds")]
    except (RecursionError, MemoryError):
        return [Script(path, source, "not read: nested too deeply")]
    finally:
        sys.setrecursionlimit(usual)


def read_whole(path, source, modules):
    """Return the Scripts of this source; one that is nested too deeply is read line by line."""
    try:
        scripts = [read_part(path, tree) for tree in parts(source, modules)]
    except (RecursionError, MemoryError):
        scripts = [read_part(path, Tree(source, by_lines=True))]
    for script in scripts:
        script.modules = list(modules)
    return [script for script in scripts if script.role] or scripts[:1]


def read_part(path, tree):
    """Return the Script of this Tree."""
    script = Script(path, tree.source, tree.error, transport(tree))
    script.addresses = addresses(tree)
    if script.transport:
        script.role = tcp_role(tree) if script.transport == "tcp" else udp_role(tree)
        read_addresses(script, tree)
        script.most = most(tree)
        script.draws_port = any(draws_port(tree, call) for call in tree.of("bind"))
    read_habits(script, tree)
    if script.role and ("server" in script.commands or any("server" in q.answers for q in script.questions)):
        script.role = "both"  # its user says which it is to be
    elif script.role:
        script.peer = is_peer(script, tree)
    script.kind = kind(tree) if script.role in {"server", "both"} else ""
    if script.role == "both" and script.transport == "udp" and broadcasts(tree):
        script.kind = "chat"
    return script


def most(tree):
    """Return how many clients a server accepts that counts them: for _ in range(2); None where it does not."""
    loops = [tree.above(call, LOOPS) for call in tree.of("accept")]
    if len(loops) != 1 or len(loops[0]) != 1 or called(getattr(loops[0][0], "iter", None)) != "range":
        return None
    number = tree.value(loops[0][0].iter.args[-1])
    return number if isinstance(number, int) and 2 <= number < 100 else None


def addresses(tree):
    """Return the IPv4 addresses of other machines that the code names: those in its comments and prompts are none."""
    texts = [node.value for node in tree.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    found = [address[1] for text in texts if (address := ADDRESS.fullmatch(text))]
    return [address for address in dict.fromkeys(found) if is_anothers(address)]


def is_anothers(text):
    """Tell whether this is the IPv4 address of one machine, and not of a loopback, a group or everybody."""
    try:
        return ipaddress.IPv4Address(text).packed[0] not in (0, 127, *GROUPS, 255)
    except ValueError:
        return False  # 192.168.1.300, 01.02.03.04


def is_peer(script, tree):
    """Tell whether two copies of a script may talk: each is told the other's port, and has one of its own to be told.

    Its user gives it that, or the kernel does, and it is shown.
    """
    told = any(is_at_any_port(tree, call) for call in tree.calls if called(call) == "bind") and (
        "getsockname" in tree.words and script.transport == "udp")
    return "port" in script.wants and ("own port" in script.wants or told)


def read_habits(script, tree):
    """Fill in what the script asks for, where it stops and what may go wrong."""
    script.threads = bool({"Thread", "start_new_thread", "select", "asyncio", "selectors"} & tree.words)
    script.questions, script.asks, script.menus = questions.questions(tree)
    script.arguments, script.commands = command_line.arguments(tree), command_line.commands(tree)
    script.stops, script.typed_stops = questions.stops(tree)
    script.by_hand = by_hand(tree)
    script.accounts, script.password = questions.accounts(tree), questions.password(tree)
    script.key = questions.password(tree, questions.KEY)
    for call in tree.of("socket", "bind", *LISTENS, *CONNECTS, *RECEIVES, *SENDS):
        script.lines.setdefault(called(call), line(call))
    for call in tree.of("recv", "recvfrom")[:1]:
        size = tree.value(call.args[0]) if call.args else None
        script.size = size if isinstance(size, int) else None
    script.mistakes = mistakes(tree, script.role, script.transport)


def by_hand(tree):
    """Return why a script can be tried by a person only, not in a terminal of this computer; '' if it can be."""
    imports = [node for node in tree.nodes if modules(node)]
    used = [name for node in imports for name in modules(node) if name in WINDOWS]
    # An import alone is no window: it may be left over from something else.
    if used and {"Tk", "CTk", "Frame", "Toplevel", "mainloop", "QApplication", "App", "Window"} & tree.words:
        return f"opens windows of its own ({used[0]}), in which nobody can type here"
    foreign = [name for node in imports if isinstance(tree.parent.get(node), ast.Module) for name in modules(node)
               if name in sys.stdlib_module_names and None in (find_spec(name), find_spec(BUILT.get(name, name)))]
    elsewhere = [name for name in foreign if name in OF_WINDOWS]
    if elsewhere:
        return f"needs {elsewhere[0]}, which Python has on other systems only"
    where = {"tkinter": ": on Debian and Ubuntu, sudo apt install python3-tk"}.get(foreign[0], "") if foreign else ""
    return f"needs {foreign[0]}, which Python has, but not as it is installed here{where}" if foreign else ""


def server_calls(tree):
    """Return the calls that make a socketserver, or a class of the script that is one."""
    classes = [node for node in tree.nodes if isinstance(node, ast.ClassDef)]
    own = {node.name for node in classes for base in node.bases if last_name(base) in SERVERS}
    return tree.of(*SERVERS, *own)


def read_addresses(script, tree):
    """Read where the script listens, connects or sends to."""
    servers, first = server_calls(tree), CONNECTS if script.role == "client" else OWN
    for call in sorted(tree.calls, key=lambda call: called(call) not in first and call not in servers):
        name, values = called(call), [tree.value(argument) for argument in call.args]
        named = {k.arg: tree.value(k.value) for k in call.keywords}
        if call in servers:
            take(script, values[0] if values else named.get("server_address"))
        elif name in BINDS:
            address = tuple(values) if len(values) == 2 and not isinstance(values[0], tuple) else (
                values[0] if values else named.get("address"))
            take(script, address)
            if name in CONNECTS and isinstance(address, tuple) and len(address) == 2:
                script.targets.append(address[1])
        elif name in {"start_server", "open_connection"}:
            ends = values[1:] if name == "start_server" else values
            take(script, (*ends, named.get("host"), named.get("port"))[:2])
        elif name == "create_datagram_endpoint":
            take(script, named.get("local_addr") or named.get("remote_addr"))
        elif name == "sendto" and values and isinstance(values[-1], tuple) and len(values[-1]) == 2:
            script.targets.append(values[-1][1])
            if not tree.of("bind", "connect"):
                take(script, values[-1])


def take(script, address):
    """Take the first address of which the port is known as the script's own."""
    if isinstance(address, tuple) and len(address) == 2 and script.port is None:
        host, port = address
        if isinstance(host, str):
            script.host = host
        if isinstance(port, (int, str)) and str(port).isdecimal():  # "12345" is a mistake, but tells the port
            script.port = int(port)


def tcp_role(tree):
    """Return the role of a TCP script: a server listens, a client connects."""
    serves = tree.of(*LISTENS) or server_calls(tree)
    connects = tree.of(*CONNECTS)
    if serves and connects:
        return "both"
    return "server" if serves else "client" if connects else "server" if tree.of("bind") else ""


def broadcasts(tree):
    """Tell whether a script sends to everybody at the port that it waits at itself (RFC 919)."""
    ports = {address[1] for call in tree.of("bind") if call.args
             and isinstance(address := tree.value(call.args[0]), tuple) and len(address) == 2}
    addresses = [tree.value(call.args[-1]) for call in tree.of("sendto") if len(call.args) > 1]
    return any(isinstance(address, tuple) and address[:1] and address[0] in EVERYBODY and address[1:2] and
               address[1] in ports - {None} for address in addresses)


def udp_role(tree):
    """Return the role of a UDP script: a server binds a port that others can know of, or only answers."""
    binds = tree.of("bind")
    local = any(k.arg == "local_addr" for call in tree.of("create_datagram_endpoint") for k in call.keywords)
    if local or server_calls(tree) or not binds and only_answers(tree):
        return "server"
    if GROUP in tree.words and tree.of("sendto"):
        return "server" if only_answers(tree) else "both"  # else each is what the others are
    if binds and broadcasts(tree) and not only_answers(tree):
        return "both"
    drawn = [call for call in binds if draws_port(tree, call)]
    fixed = {tree.function(call) for call in binds if call not in drawn}
    if drawn and fixed - {tree.function(call) for call in drawn}:
        return "both"  # in one function it is for want of the fixed one that a port is drawn
    if not binds or drawn:
        return "client" if tree.of("sendto", "send", "recvfrom", "recv", "create_datagram_endpoint") else ""
    literals = {tree.value(side) for node in tree.nodes if isinstance(node, ast.Compare)
                for side in (node.left, *node.comparators)}
    return "both" if {"server", "client"} & literals else "server"
