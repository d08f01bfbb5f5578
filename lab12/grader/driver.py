"""The driver: the scripts of one section on a stage, driven by what they wait for, whatever they print.

It answers what they ask before the conversation, types when they ask for something, gives the other side a turn
where they insist on one, and believes in a message only if it has crossed the network.
"""
import re
from dataclasses import dataclass

from lab12.finder.habits import WANTS
from lab12.grader import guard
from lab12.grader.mask import EPHEMERAL
from lab12.grader.wire import Wire
from lab12.grader.witness import Witness
from lab12.grader.words import crash, doing, line_with, seen, shows, the
from lab12.network import Unavailable
from lab12.window import Miss, brief

PORT = 12345
PASSWORD = "Secret-12"  # with a capital, a digit and a sign, as some want it
WORDS = ("walnut", "basket", "velvet", "harbour", "pepper", "lantern", "copper", "meadow", "saddle", "ribbon", "marble",
         "thunder", "violin", "garlic", "pocket", "silver")
CROWD = 3       # clients of a chat
LEFT = []       # taps that are not needed any more
QUESTIONS = 8   # that are answered before the conversation, at most
ATTEMPTS = 3    # lines typed in the hope that the first ones were answers to questions that we do not know


def stem(prompt):
    """Return what a prompt begins with, up to what is only known when it runs."""
    return prompt.partition("...")[0].strip()


@dataclass(frozen=True)
class Crossing:
    """A message that was typed: by whom, what, which wire it crossed from which packet on, who has shown it, how."""

    author: str
    text: str
    wire: Wire
    mark: int
    shown: tuple
    carried: bool
    line: str = ""


class Driver:
    """The windows of one section. `spoilt` says that they are not in the middle of a conversation (any more)."""

    def __init__(self, casting):
        self.casting, self.stage, self.wire = casting, None, None
        self.server, self.clients, self.pending = None, [], {}
        self.started = 0  # clients, on all stages
        self.typed = {}  # window -> length of its output when something was typed in it
        self.count, self.spoilt, self.crossings, self.prompts = 0, True, [], {}
        self.notices = set()  # what this computer lacks
        self.format, self.passed = None, set()  # how they write messages (halves.Format), names of checks
        # "back": a message came back by itself; "answered": what the server says by itself; "reached": the server of a
        # chat shows what it passes on to nobody; "speaks first", "on enter": see chats.message
        self.facts = {}

    @property
    def client(self):
        return self.clients[0]

    def open_stage(self):
        """Clear the stage, and open a new one, with a network of its own.

        Raises Unavailable where the scripts name an address that only such a network could have.
        """
        self.close()
        self.stage = Witness(self.casting.addresses, self.notices.add, guard=guard.confine, habits=self.casting.habits)
        if self.casting.addresses and not self.stage.network.private:
            where = " and ".join(self.casting.addresses)
            raise Unavailable(f"the scripts run only where {where} is, and there is no private network to give it to")
        self.wire = Wire(self.stage.network)
        self.server, self.clients, self.pending, self.spoilt = None, [], {}, False

    def close(self):
        if self.stage:
            LEFT.append(self.wire)  # closing a tap takes 10 ms; the end of this process closes them all
            self.stage.__exit__()
            self.stage = None

    # Starting

    def start(self, script, role):
        """Start a script and answer what it asks first; return its window. Raises Miss if it does not go on."""
        same = sum(window.name.startswith(role) for window in self.stage.windows)
        number, name = self.free_number(role), f"{role} {same + 1}" if same else role
        command = script.command(role, *self.address_for(role), self.casting.name_of(role, number))
        window = self.stage.open(self.casting.paths[script.path], *command, name=name)
        self.pending[window] = list(script.questions), script, role, number
        if role == "server":
            self.server = window
        else:
            self.clients.append(window)
        self.settle_in(window)
        if not window.alive():
            raise Miss(f"{the(window)} to start, and to go on", f"it {doing(window)}")
        return window

    def start_server(self, patient=True):
        """Start the server; on a network that is not its own, be patient while its port is kept for the last one."""
        try:
            return self.start(self.casting.server, "server")
        except Miss:
            network, script = self.stage.network, self.casting.server
            taken = "in use" in (crash(self.server) or "") and not network.private
            if not (taken and patient and network.becomes_free(script.transport, script.port)):
                raise
            return self.start(self.casting.server, "server")

    def start_client(self):
        window = self.start(self.casting.client, "client")
        if self.server and self.server.alive():
            self.settle_in(self.server)
            self.settle_in(window)
        if "speaks first" in self.facts and window.asks():
            self.type(window, self.word())
        return window

    def replace_client(self):
        """Start one more client in the place of one that has gone."""
        self.clients = [window for window in self.clients if window.alive()]
        return self.start_client()

    def kill_all(self, server_first=False):
        """Kill everybody. The server first: its port is in TIME_WAIT if anybody was connected (RFC 9293, 3.6)."""
        alive = [window for window in (self.server, *self.clients) if window.alive()]
        alive.sort(key=lambda window: (window is self.server) != server_first)
        if alive:
            how = ", the server first" if server_first else ""
            self.stage.step(f"all of them are killed{how}", lambda: [window.kill() for window in alive])

    def address_for(self, role):
        """Return the host and port that a user of this role would type: those of the other program, if it has any."""
        other = self.casting.client if role == "server" else self.casting.server
        host = other.host if other and other.host in self.casting.addresses else "127.0.0.1"
        ports = self.server_ports() if role == "client" and self.server and self.server.alive() else ()
        return host, min(ports, default=other and other.port or PORT)

    def server_ports(self):
        """Return the ports at which the server waits; over UDP, where a client looks the same, the likeliest."""
        ports = self.wire.listening(self.casting.transport) or set()
        if self.casting.transport == "udp" and len(ports) > 1:
            named = ports & {self.casting.server and self.casting.server.port}
            return named or {port for port in ports if port not in EPHEMERAL} or ports & set(self.wire.called()[:1])
        return ports

    def free_number(self, role):
        """Return a number that no client has who is still there; no client ever had, where names are registered."""
        if role == "server":
            return 0
        self.started += 1
        if not self.casting.accounts() and any(q.wants == "password" for q in self.casting.client.questions):
            return self.started
        taken = {self.pending[window][-1] for window in self.clients if window.alive()}
        return next(number for number in range(len(taken) + 1) if number not in taken)

    def settle_in(self, window):
        """Answer what a script asks before the conversation, as far as its source or the server's words tell."""
        for _ in range(QUESTIONS):
            if not window.asks():
                return
            questions, _, role, number = self.pending[window]
            want, known = None, {}
            while questions and not want:
                question = questions.pop(0)
                if stem(question.prompt) in window.screen.text:
                    want, known = question.wants, question.answers
            want = want or self.asked_by_network(window)
            if not want:
                return
            name = self.casting.name_of(role, number)
            host, port = self.address_for(role)
            answers = {"host": host, "port": str(port), "role": known.get(role, role), "name": name,
                       "choice": known.get("choice", "1"), "password": self.casting.accounts().get(name, PASSWORD)}
            window.types(answers.get(want, "hello"))

    def asked_by_network(self, window):
        """Return what a prompt asks for that came over the network; None if it is no such prompt.

        It stands before the cursor or, where what comes is printed line by line, in the last line that is new.
        """
        prompt = window.screen.lines[window.screen.row].strip()
        last = next((line.strip() for line in window.news().splitlines()[::-1] if line.strip()), "")
        if not prompt and last.endswith((":", "?", ">")):
            prompt = last
        wants = "password", "name", "choice"
        want = next((want for want in wants if prompt and re.search(WANTS[want], prompt, re.I)), None)
        return want if any(prompt.encode() in packet.data for packet in self.wire.since(0)) else None

    # Talking

    def word(self):
        """Return a word that nobody has said yet."""
        self.count += 1
        return f"{WORDS[self.count % len(WORDS)]}{self.count}"

    def ready(self):
        """Have windows on the stage that have just talked: a pair, or a server and CROWD clients."""
        if self.spoilt:
            self.open_stage()
            self.start_server()
            self.start_client()
            if self.casting.kind == "pair":
                self.say(self.client, [self.server])
                if "reply" in self.passed:
                    self.say(self.server, [self.client])
        if self.casting.kind == "chat":
            new = len(self.clients) < CROWD
            while len(self.clients) < CROWD:
                self.start_client()
            if new:
                self.say(self.client, self.clients[1:])

    def say(self, author, listeners, text=None, attempts=ATTEMPTS):
        """Type a message in one window, and check that it crosses the network and appears in the others."""
        text = self.word() if text is None else text
        self.give_turn(author)
        for attempt in range(attempts):
            mark = self.wire.read()
            self.pass_menu(author)
            self.prompts.setdefault(author.name, author.screen.lines[author.screen.row])
            self.type(author, text)
            showing = [window for window in listeners if self.arrives(window, text)]
            carried = bool(showing) and (self.wire.carried(text, mark) or self.enciphered(text, mark))
            self.crossings.append(Crossing(author.name, text, self.wire, mark, tuple(w.name for w in showing), carried,
                                           line_with(showing[0], text) if showing else ""))
            first = not any(c.shown for c in self.crossings if c.author == author.name)
            if showing or not first or not author.asks() or attempt == attempts - 1:
                break
            text = self.word()  # what was typed may have been an answer to a question
        for window in listeners:
            if window not in showing:
                raise Miss(f"{the(window)} to show {brief(text, 60)}", seen(window, author))
        if not carried:
            raise Miss(f"{brief(text, 60)} to cross the network",
                       f"{the(listeners[0])} shows it, but nothing that crossed the network holds it")
        return text

    def type(self, window, text):
        """Type a line, and have it watched for in the other windows."""
        self.pass_menu(window)
        if not window.asks():
            raise Miss(f"{the(window)} to ask its user for something", f"it {doing(window)}")
        self.stage.watched, self.typed[window] = text, len(window.output)
        window.types(text)
        self.stage.watched = None

    def enciphered(self, text, mark):
        """Return whether something has crossed that may be this text in a cipher: as long, and never sent before."""
        before = {packet.data for packet in self.wire.packets[:mark]}
        found = any(len(packet.data) >= len(text.encode()) and packet.data not in before
                    for packet in self.wire.since(mark))
        if found:
            self.notices.add("the messages cannot be read on the network (a cipher?): that something as long crossed "
                             "it each time had to do")
        return found

    def arrives(self, window, text):
        """Return whether a window shows what was just typed in another one; some do so only after an Enter."""
        if not shows(window, text) and "on enter" in self.facts and window.asks():
            self.type(window, self.word())
        return shows(window, text)

    def menu(self, window):
        """Return the Menu that a window shows since something was typed in it, None if it asks for a message."""
        _, script, *_ = self.pending[window]
        asked = window.output[self.typed.get(window, 0):] if script.menus and window.asks() else ""
        return next((menu for menu in script.menus if stem(menu.prompt) in asked), None)

    def pass_menu(self, window):
        """Choose the message, where something else is asked between messages."""
        for _ in range(QUESTIONS):
            if not (menu := self.menu(window)):
                return
            self.typed[window] = len(window.output)
            window.types(menu.goes_on)

    def leave(self, window, words):
        """Type the first of these words that ends the conversation, or choose the end where a menu offers it."""
        if words[0] in {menu.leaves for menu in self.pending[window][1].menus} and not self.menu(window):
            self.type(window, self.word())  # it is asked after a message
        if (menu := self.menu(window)) and menu.leaves in words:
            window.types(menu.leaves)
        else:
            self.type(window, words[0])

    def give_turn(self, author):
        """Let whoever else is asked have a turn, if the author is not asked before."""
        if not author.asks() and self.casting.kind == "pair":
            for window in [self.server, *self.clients]:
                if window and window is not author and window.asks():
                    self.type(window, self.word())
                    return

    def heard(self, author):
        """Return whether anything that was typed in this window has been shown in another one."""
        return any(crossing.shown and crossing.carried for crossing in self.crossings if crossing.author == author)

    def said_back(self, author):
        """Return whether the last message of a window was shown in it once more, by itself."""
        mine = [c for c in self.crossings if c.author == author.name]
        if not mine:
            return False
        text, lines = mine[-1].text.casefold(), author.news().splitlines()
        crossed = sum(text.encode() in packet.data.lower() for packet in self.wire.since(mine[-1].mark))
        return any(text in line.casefold() for line in lines[1:]) and (crossed > 1 or not self.wire.sees)
