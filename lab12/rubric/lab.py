"""The lab: the two scripts of a section on a stage of their own, for checks that say exactly what they want to see."""
import socket

from lab12.driver.words import doing, the
from lab12.stage.peer import Peer
from lab12.stage.stage import Stage
from lab12.stage.window import Miss

PORTS = {"pair": 12345, "chat": 12346}  # of servers whose source names none


class Lab:
    """The scripts of one section, none of them started; leaving the `with` block ends whatever still runs.

    They meet at the port that the server's source names.
    """

    def __init__(self, roles, sandbox, notice=lambda sentence: None):
        self.roles, self.transport = roles, roles.transport
        self.stage = Stage(notice=notice, guard=sandbox)
        self.port = self.stage.port(self.transport, roles.server and roles.server.port or PORTS[roles.kind])
        self.arguments = [] if self.stage.network.private else ["127.0.0.1", self.port]
        self.server = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stage.__exit__()

    def open(self, role, *arguments, **options):
        """Start the script of a role, "server" or "client"; without arguments at the usual host and port."""
        script = getattr(self.roles, role)
        same = sum(window.name.startswith(role) for window in self.stage.windows)
        options.setdefault("name", f"{role} {same + 1}" if same else role)
        return self.stage.open(self.roles.paths[script.path], *(arguments or self.arguments), **options)

    def start_server(self, *arguments):
        """Start the server and check that it goes on running."""
        self.server = self.open("server", *arguments)
        if not self.server.alive():
            raise Miss("the server to wait for a client", f"it {doing(self.server)}")
        return self.server

    def waits_at(self, host, port):
        """Check that a server waits at this address: then nobody else can have it (bind(2))."""
        with self.stage.network.socket(self.transport) as probe:
            try:
                probe.bind((host, port))
            except OSError:
                return
        raise Miss(f"the server to wait at {host}:{port}, as it was told", "nobody waits there")

    def start_client(self, *arguments, **options):
        """Start a client and check that it asks for a message."""
        window = self.open("client", *arguments, **options)
        if not window.asks():
            raise Miss(f"{the(window)} to ask for a message", f"it {doing(window)}")
        return window

    def start_pair(self):
        """Start both; return their windows."""
        return self.start_server(), self.start_client()

    def try_client(self, *arguments, **options):
        """Start a client that may well end at once."""
        return self.open("client", *arguments, **options)

    def join(self, clients):
        """Start the server of a chat, if it does not run, and so many clients more; return the clients' windows."""
        if not (self.server and self.server.alive()):
            self.start_server()
        there = sum(window.name.startswith("client") for window in self.stage.windows)
        return [self.start_client(name=f"client {there + number}") for number in range(1, clients + 1)]

    def joins(self):
        """Return one more client of a chat, started."""
        return self.join(1)[0]

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

    def message(self, data):
        """Return bytes as a message of them is sent: TCP needs a newline at its end, a datagram does not."""
        return data + b"\n" if self.transport == "tcp" else data
