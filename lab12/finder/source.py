"""Source reads one script, without running it: its role, its address, what it wants of its user.

    >>> [script] = read("s.py", "import socket; s = socket.socket(); s.bind(('', 7000)); s.listen()")
    >>> script.transport, script.role, script.port
    ('tcp', 'server', 7000)
"""
import sys
from dataclasses import dataclass, field

from lab12.finder.admission import most
from lab12.finder.dialling import dial
from lab12.finder.ends import mark, sign
from lab12.finder.keeping import room
from lab12.finder.kinds import bound_ports, carries, kind, one_after_the_other, only_answers, passes_on
from lab12.finder.limit import TimeUp, limited
from lab12.finder.logins import awaits_leave, gives_first, hears_first, takes_first, takes_in
from lab12.finder.menus import PLACES
from lab12.finder.parting import parts
from lab12.finder.places import addresses, everybody, placeholder, probe, read_addresses
from lab12.finder.practicals import work
from lab12.finder.privately import private, says_itself
from lab12.finder.relays import past_the_loop
from lab12.finder.requests import requested
from lab12.finder.role import broadcasts, tcp_role, udp_role
from lab12.finder.sides import Word, told_by_address
from lab12.finder.syntax import LISTENS, called, draws_port, is_at_any_port
from lab12.finder.traits import read_traits
from lab12.finder.transports import transport
from lab12.finder.tree import Tree
from lab12.finder.usage import called_by_example, naming
from lab12.finder.verbs import verbs
from lab12.finder.wants import filled
from lab12.finder.ways import loops
from lab12.finder.web import by_library

LIMIT = 200_000  # characters in a script: a student's has a few thousand; its tree takes a hundred times that
READING = 10.0  # seconds of work in which a script is read: a student's takes a hundredth of one
DEEP = 6_000    # calls within calls: an elif within an elif takes two


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
    own_port: object = None                     # of a client over TCP: the port that it binds for itself
    most: object = None                         # clients that it accepts in all, where it counts them
    room: object = None                         # clients that may be there at once, where it refuses more
    rounds: bool = False                        # it accepts `most` at a time, and others once these have gone
    draws_port: bool = False                    # it binds a port by chance
    targets: list = field(default_factory=list)  # ports that a script sends to, or connects to, by number
    by_address: dict = field(default_factory=dict)  # the address, or name, of the computer on which it is which role
    peer: bool = False                          # two copies of it may talk, each told the other's port
    names: list = field(default_factory=list)   # of computers, by which it waits or calls: LAPTOP-7F3K2
    sends_to: set = field(default_factory=set)  # hosts to which it sends datagrams, as far as they are known
    addresses: list = field(default_factory=list)  # IPv4 addresses of other machines that are written in it
    everybody: list = field(default_factory=list)  # those of them that are all of a network: 192.168.1.255
    placeholder: tuple = ()                     # what stands where an address is to be put, and its line: 192.168.x.x
    probe: str = ""                             # by which it asks for its own address: see syntax.is_for_own_address
    arguments: list = field(default_factory=list)  # command line wanted, such as ["role", "host", "port"]
    commands: dict = field(default_factory=dict)   # role -> the same for argparse; "": for either role
    options: dict = field(default_factory=dict)    # of argparse, with a value, needed or not: {"key": "--key"}
    questions: list = field(default_factory=list)  # questions.Question, each asked before the conversation
    menus: list = field(default_factory=list)   # menus.Menu, each asked between the messages
    verbs: dict = field(default_factory=dict)   # what is typed before it talks, and before a message: see finder.verbs
    request: tuple = ()                         # how two agree to talk: ("connect {addressee}", "y")
    private: str = ""                           # what stands before a text for one other alone: "/msg {addressee} "
    says_itself: bool = False                   # of a server: the word before a message is one for its own user
    usage: str = ""                             # what is to stand before a message, as a text of its own says
    asks: bool = False                          # its user is asked for messages
    bare: bool = False                          # it asks for messages without a prompt
    asked: tuple = ()                           # the texts with which it asks its user, as far as it tells them
    prompts: bool = False                       # it asks for nothing without a prompt
    by_hand: str = ""                           # why only a person can try it: it "opens windows of its own (tkinter)"
    loses: object = 0                           # the line in which chance decides that a message is lost, on purpose
    looks_round: object = 0                     # the line where it looks if its user has typed, and never waits for it
    slowly: bool = False                        # it sleeps after each letter that it prints
    begins: float = 0.0                         # seconds that it sleeps before its conversation, if they are many
    tries: float = 0.0                          # seconds at most in which it looks for others before it asks its user
    naps: float = 0.0                           # seconds that it sleeps between two recv, beside its user
    sleeps: float = 0.0                         # seconds of its longest sleep that may be one in a turn
    threads: bool = False                       # it may send and receive at will
    login: object = None                        # something comes, or goes out, before its messages: see finder.logins
    hears_first: bool = False                   # over UDP: it waits for a message before it asks for one
    takes_in: bool = False                      # a server wants something of each client first, which it may ask for
    leave: bool = False                         # it waits for an answer to what it sends before its messages
    work: set = field(default_factory=set)      # what it does besides talking: see finder.practicals
    only_answers: bool = False                  # over UDP it sends only to who has just asked: it passes nothing on
    stops: dict = field(default_factory=dict)   # stop word -> line that looks for it
    typed_stops: tuple = ()                     # those of them that it looks for in what its own user types
    turns: tuple = ()                           # words with which its user hands the turn over: see finder.turns
    in_a_row: list = field(default_factory=list)  # (line, words) of what it sends right after something: finder.rows
    apart: set = field(default_factory=set)     # what it takes for a message of its own
    said: tuple = ()                            # words that it sends by itself: of a greeting, a login, a handshake
    openers: dict = field(default_factory=dict)  # with which messages that it sends begin -> line
    joins: dict = field(default_factory=dict)   # word without which a server takes nobody in -> line that looks for it
    accounts: dict = field(default_factory=dict)  # user -> password, where they are written in the source
    password: str = ""                          # the one for everybody, where that is written
    key: str = ""                               # of the room, the same
    seats: tuple = ()                           # names of which each user must take one
    lines: dict = field(default_factory=dict)   # bind, accept, recv, ... -> line of the first such call
    sign: str = ""                              # what has to stand behind each message: finder.ends
    mark: str = ""                              # what it puts before each message that it sends: finder.ends
    size: object = None                         # bytes that the recv of the conversation asks for
    as_it_comes: bool = False                   # what each of these gives is a message by itself
    mistakes: dict = field(default_factory=dict)  # likely mistake (see lab12.finder.mistakes) -> line
    above_it: int = 0                           # how many folders above its own it is to be started in
    above: int = 0                              # lines of the text file that stand above this block of code
    modules: list = field(default_factory=list)   # (name, source) of the files beside it that it imports
    beside: tuple = ()                          # paths of all programs of the hand-in
    namesake: bool = False                      # the other role has a file of the same name, in another folder

    @property
    def name(self):
        """What it is called in a sentence: its file's name, with the folder's where another one has the same."""
        return "/".join(self.path.split("/")[-2 if self.namesake else -1:])

    @property
    def whole(self):
        """Its source, with those of the files that it imports."""
        return "\n".join([self.source, *(source for _, source in self.modules)])

    @property
    def unbound(self):
        """Whether it listens without a bind, and shows nobody the port that the kernel has given it then: listen(2)."""
        opens = {"bind", *LISTENS} - {"listen", "accept"}
        return {"listen", "accept"} <= self.lines.keys() and not opens & self.lines.keys() and (
            "getsockname" not in self.whole)

    @property
    def wants(self):
        """What it wants of its user before the conversation, be it asked for or on the command line: words of WANTS."""
        found = [question.wants for question in self.questions] + self.arguments + self.commands.get("", [])
        parts = {"address": ["host", "port"], "own address": ["own host", "own port"]}
        return [want for words in found for word in words.split("+")
                for want in parts.get(word.rpartition("://")[2], [word])]

    def asked_of(self, role):
        """Return the Questions that it asks its user in this role."""
        return [question for question in self.questions if question.role in ("", role)]

    def command(self, role, host="127.0.0.1", port=12345, name="Anna", own=12346, **told):
        """Return the command line that the script wants: its options as they are, the rest filled in.

        `own` is the port that it is to have for itself, where it asks for one; `told` the password and the key of all.
        """
        given = {"role": role, "host": host, "port": str(port), "name": name, "text": name, "choice": "1",
                 "own host": host, "own port": str(own), "address": f"{host}:{port}", "own address": f"{host}:{own}",
                 **told}
        words = self.arguments + self.commands.get(role, self.commands.get("", []))
        return [word if isinstance(word, Word) else filled(word, given, word) for word in words]


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
    script.addresses, script.probe = addresses(tree), probe(tree)
    script.everybody = everybody(tree, script.addresses)
    if script.transport:
        script.role = tcp_role(tree) if script.transport == "tcp" else udp_role(tree)
        read_addresses(script, tree)
        script.most = most(tree)
        script.room = room(tree)
        script.rounds = bool(one_after_the_other(tree) or carries(tree)) and all(
            loops(tree, call) for call in tree.of("accept"))
        script.draws_port = any(draws_port(tree, call) for call in tree.of("bind"))
        script.work = work(tree)
    read_traits(script, tree)
    if found := by_library(tree, script.transport):
        protocol, library, script.role, script.host, script.port = found
        script.transport = "tcp"
        script.by_hand = script.by_hand or f"speaks over {protocol}, by {library}, and has no socket of its own"
    script.placeholder = () if "host" in script.wants else placeholder(tree)
    if script.role and ("server" in script.commands or any("server" in q.answers for q in script.questions)):
        script.role = "both"  # its user says which it is to be
    elif script.role:
        script.peer = is_peer(script, tree)
        script.by_address = told_by_address(tree) if script.role == "both" else {}
    script.leave = script.role == "client" and awaits_leave(tree)
    script.hears_first = script.transport == "udp" and hears_first(tree)
    if script.transport == "tcp" and script.role == "client":
        script.own_port = next(filter(None, bound_ports(tree)), None)
    if script.transport == "tcp" and script.role in ("server", "client"):
        script.login = takes_first(tree) if script.role == "server" else gives_first(tree)
        script.takes_in = script.role == "server" and takes_in(tree)
    script.only_answers = script.transport == "udp" and script.role == "server" and (
        only_answers(tree) and not passes_on(tree) and not past_the_loop(tree))
    script.kind = kind(tree) if script.role in {"server", "both"} else ""
    if script.only_answers:
        script.kind = "pair"  # whatever it keeps is fetched from it
    if script.role == "both" and script.transport == "udp" and broadcasts(tree):
        script.kind = "chat"
    if script.role and not tree.broken:
        script.sign, script.mark = sign(tree), mark(tree)
        script.verbs = {name: word for name, word in verbs(tree).items()
                        if name != "connect" or script.role == "client" and script.transport == "tcp"}
        told = script.verbs.get("connect", "")
        shown = told.strip() and called_by_example(tree, told.split()[0])
        if script.role == "client" and (word := shown or "{" not in told and dial(tree)):
            joins = "join" if script.verbs.get("join", "").strip() == word.split()[0] else ""
            script.verbs = {name: typed for name, typed in script.verbs.items() if name != joins} | {"connect": word}
        if script.role == "client" and (word := naming(tree)):
            script.verbs.setdefault("nick", word)
        script.request = requested(tree)
        script.private, script.says_itself = private(tree), says_itself(tree)
        if script.transport == "udp" and "bind" in script.lines and "{address}" in script.verbs.get("say", ""):
            ask_for_its_own(script)
    return script


def ask_for_its_own(script):
    """Note that what a script asks for is its own address, where it is told with each message for whom that is."""
    own = {"port": "own port", "host": "own host", "address": "own address"}
    for question in script.questions:
        question.wants = own.get(question.wants, question.wants)
    script.arguments = [own.get(word, word) for word in script.arguments]
    script.peer = "own port" in script.wants


def is_peer(script, tree):
    """Tell whether two copies of a script may talk: each is told the other's port, and has one of its own to be told.

    Its user gives it that, or the kernel does, and it is shown. The other's may be told with each message, by a menu.
    """
    told = any(is_at_any_port(tree, call) for call in tree.calls if called(call) == "bind") and (
        "getsockname" in tree.words)
    asks = "port" in script.wants or any(menu.goes_on in (PLACES["port"], PLACES["address"]) for menu in script.menus)
    return asks and ("own port" in script.wants or told)
