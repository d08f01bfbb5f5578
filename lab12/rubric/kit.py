"""The rubric: what a check is, what it is worth, and how it is performed on a lab.

A check is a function in tests/test_tcp.py, test_udp.py or test_chat.py. Its docstring is the sentence on the mark
sheet; what it asks for by the name of its parameter is a cast: the lab's scripts on a stage of their own.
"""
import importlib.util
import inspect
import socket
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lab12 import HOME
from lab12.stage.peer import Peer
from lab12.stage.stage import Stage
from lab12.stage.window import Miss

MODULES = "test_tcp", "test_udp", "test_chat"
PORTS = {"pair": 12345, "chat": 12346}
SCRIPTS = {"pair": ("recvr1.py", "recvr2.py"), "chat": ("chat_server.py", "chat_client.py")}


def marks(points, hint, section=None):
    """Make a function a check that is worth so many marks; `hint` is what to tell a student who misses them.

    It belongs to the SECTION of its module unless another one is given.
    """
    def decorate(function):
        function.marks, function.hint = points, hint
        function.section = section or function.__globals__["SECTION"]
        return function
    return decorate


@dataclass(frozen=True)
class Check:
    """One graded line. `section` is like "tcp pair"; `needs` is the name of the cast that it asks for."""

    name: str
    sentence: str
    section: str
    marks: int
    hint: str
    needs: str
    function: Callable


def check_of(function):
    """Return the Check that a decorated function stands for; None if it is not one."""
    if not hasattr(function, "marks"):
        return None
    sentence = " ".join(inspect.getdoc(function).split("\n\n")[0].split())
    [needs] = inspect.signature(function).parameters
    return Check(function.__name__, sentence, function.section, function.marks, function.hint, needs, function)


@cache
def checks():
    """Return all checks of the rubric in the order in which they are written."""
    found = []
    for name in MODULES:
        path = HOME / "tests" / f"{name}.py"
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        functions = [value for value in vars(module).values() if callable(value)]
        found += [check for function in functions if (check := check_of(function))]
    return found


@dataclass(frozen=True)
class Explanation:
    """Why a check was missed: what led there, what was expected and seen, what each window waits for."""

    steps: list
    expected: str
    seen: str
    waits: list[str]
    hint: str
    crash: str = ""  # the script that crashed, and where, if that is why


@dataclass(frozen=True)
class Outcome:
    """What a check gave: all of its marks, or none and an Explanation; `failure` if the grader itself failed."""

    check: Check
    explanation: Explanation | None = None
    failure: str | None = None

    @property
    def marks(self):
        return 0 if self.explanation or self.failure else self.check.marks


class Cast:
    """The scripts of one section of a lab, to be started on a stage of their own."""

    def __init__(self, lab, section, notice=lambda sentence: None):
        self.transport, self.kind = section.split()
        self.folder = Path(lab) / self.transport
        self.stage = Stage(notice=notice)
        self.port = self.stage.port(self.transport, PORTS[self.kind])
        self.arguments = [] if self.stage.network.private else ["127.0.0.1", self.port]

    def open(self, script, *arguments, **options):
        """Start a script of the lab; without arguments it is to use the usual host and port."""
        path = self.folder / script
        if not path.is_file():
            raise Miss(f"the lab to have a script {self.transport}/{script}", "there is none")
        return self.stage.open(path, *(arguments or self.arguments), **options)

    def start_server(self, *arguments, **options):
        """Start the server and check that it keeps still until somebody comes."""
        window = self.open(SCRIPTS[self.kind][0], *arguments, **options)
        if not window.alive():
            raise Miss(f"{window.name} to wait for a client", f"it {window.doing()}")
        return window

    def start_client(self, *arguments, **options):
        """Start a client and check that it asks for a message."""
        window = self.open(SCRIPTS[self.kind][1], *arguments, **options)
        if not window.asks():
            raise Miss(f"{window.name} to ask for a message", f"it {window.doing()}")
        return window

    def try_client(self, *arguments, **options):
        """Start a client that may well end at once."""
        return self.open(SCRIPTS[self.kind][1], *arguments, **options)

    def peer(self, name="a client of ours", buffer=None):
        """Return a peer that has connected to the server; `buffer` bytes wait for it if it does not read."""
        peer = Peer(self.stage, self.transport, name)
        if buffer:
            peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        peer.connects(("127.0.0.1", self.port))
        return peer

    def server_peer(self, port=None):
        """Return a peer that serves in place of the server, at its port or another one."""
        peer = Peer(self.stage, self.transport, "a server of ours")
        peer.listens(("127.0.0.1", port or self.port))
        return peer


class Pair(Cast):
    """Server and client of a one-to-one exchange, both started."""

    def start(self):
        self.server = self.start_server()
        self.client = self.start_client()


class Chat(Cast):
    """A chat server, started; clients join one by one."""

    def start(self):
        self.server = self.start_server()

    def joins(self, **options):
        """Return one more client, started."""
        return self.start_client(name=f"client {self.count()}", **options)

    def count(self):
        return sum(window.name.startswith("client") for window in self.stage.windows) + 1


class Lab(Cast):
    """The scripts of a section, none of them started."""

    def start(self):
        pass


CASTS = {"pair": Pair, "chat": Chat, "lab": Lab}


@contextmanager
def cast(lab, check, notice=lambda sentence: None):
    """Give the cast that a check asks for, not yet started, and end whatever still runs afterwards."""
    made = CASTS[check.needs](lab, check.section, notice)
    with made.stage:
        yield made


def perform(check, lab):
    """Perform one check on a lab and return its Outcome."""
    with cast(lab, check) as made:
        try:
            made.start()
            check.function(made)
        except Miss as miss:
            return Outcome(check, explanation=explain(check, made, miss))
        except Exception as error:
            return Outcome(check, failure=f"{type(error).__name__}: {error}")
        return Outcome(check)


def explain(check, made, miss):
    """Return the Explanation of a missed check; the stage must still stand.

    Where a script has crashed, that is what to tell the student first.
    """
    crashes = [f"{window.name} crashes: {error}" for window in made.stage.windows
               if (error := window.error()) and "KeyboardInterrupt" not in error]
    hint = f"{crashes[0]}. That comes first." if crashes else check.hint
    return Explanation(list(made.stage.steps), miss.expected, miss.seen, made.stage.waits(), hint, "".join(crashes[:1]))
