"""The driver: the scripts of one section in conversation, driven by what they wait for, whatever they print.

It types when they ask for something, gives the other side a turn where they insist on one, and believes in a message
only if it has crossed the network.
"""
from dataclasses import dataclass

from lab12.driver import drawing, formats
from lab12.driver.between import Between
from lab12.driver.speaker import ATTEMPTS
from lab12.driver.words import PASSED_ON, doing, line_with, shows, the
from lab12.finder.menus import ADDRESSEE
from lab12.stage.window import Miss
from lab12.wire.capture import Wire, flows, holds

CLIENTS = 3       # clients of a chat, unless there can only be fewer
LOOKS = 2.0       # seconds for which a program may look for what has come, at most, until it asks its user again
NAPS = 6          # steps in which a program was waited for that slept
BEHIND = 12       # empty lines after which a client that shows one message for each has come to the last one


@dataclass(frozen=True)
class Crossing:
    """A message that was typed: its author and text, the wire and packet from which on it crossed, how it was shown."""

    author: str
    text: str
    wire: Wire
    mark: int
    shown: tuple
    carried: bool
    line: str = ""


class Driver(Between):
    """The windows of one section, and what has been said in them."""

    def __init__(self, roles):
        super().__init__(roles)
        self.count, self.crossings, self.prompts = 0, [], {}
        self.format, self.passed = None, set()  # how they write messages (formats.Format), names of checks
        # "back": a message came back by itself. "answered": what the server says by itself.
        # "reached": "all" or "some", what a chat's server shows of the messages that no other client shows.
        # "one line": in which a client of a chat shows two messages.
        # "passed on": it sends the message, and no client shows it.
        # "speaks first", "on enter", "rooms": see chats.joined and pairs.comes_late. "sent": see pairs.one_shot.
        # "naps": for how long a client sleeps before it looks for what has come.
        # "say client", "say server": what its user types before a message.
        # "held": it goes out only with the word that hands the turn over.
        # "calls": the port at which a client alone looks for its server.
        # "repeats": what a window has shown more than once, as a Miss has it.
        # "ended": the conversation, in good order.
        self.facts = {}
        self.look = None  # to be called with each Result and the stage as it stands then

    def heir(self):
        """Return a driver with nothing on its stage that knows what this one has learnt, for a process of its own."""
        other = type(self)(self.roles)
        for name in ("facts", "passed", "format", "crossings", "prompts", "count", "started", "looked", "sees",
                     "private", "one_for_all"):
            setattr(other, name, getattr(self, name))
        return other

    def open_stage(self):
        """Clear the stage, and open a new one: see Opening."""
        super().open_stage()
        self.stage.driver = self

    def start_client(self):
        """Start a client; have it join a room, or say something, where nobody is in the chat before."""
        window = super().start_client()
        if (menu := self.menu(window)) and menu.enters and window not in self.entered:
            self.enter(window, menu)
        if "rooms" in self.facts:
            self.join(window)
        if self.roles.request:
            self.agree(window)
        if "speaks first" in self.facts and window.asks():
            self.type(window, self.word())
        return window

    def word(self):
        """Return a word that nobody has said yet."""
        self.count += 1
        return drawing.word(self.roles.source(), self.count)

    def ready(self):
        """Have windows on the stage that have just talked: a pair, or a server and its clients."""
        if self.stale or self.is_full() or self.roles.kind == "pair" and not (
                self.server.alive() and self.client.alive()):
            self.open_stage()
            self.start_server()
            self.start_client()
            if self.roles.kind == "pair" and not self.pauses:
                self.say(self.client, [self.server])
                if "reply" in self.passed:
                    self.say(self.server, [self.client])
        if self.roles.kind == "chat":
            wanted = min(CLIENTS, self.roles.most)
            new = len(self.clients) < wanted
            while len(self.clients) < wanted:
                self.start_client()
            if new:
                self.say(self.client, self.clients[1:2])

    @property
    def pauses(self):
        """Whether a program sleeps for a second or longer in its turn: then fewer turns have to do.

        One that sleeps between its calls, until its partner is there, does not do so in its turns, as far as is known.
        """
        if self.stage and not self.roles.mutual and any(window.processes.pauses for window in self.stage.windows):
            self.facts["pauses"] = True
        return "pauses" in self.facts

    @property
    def dawdles(self):
        """Whether a program takes its time in its turns: it sleeps for a second or longer, or after each letter.

        So it does where it sleeps for a part of one in each of them.
        """
        if self.stage and not self.roles.mutual and (self.stage.napped >= NAPS or any(
                window.processes.dawdles for window in self.stage.windows)):
            self.facts["dawdles"] = True
        return "dawdles" in self.facts or self.roles.slowly

    def is_full(self):
        """Return whether one client is missing from the chat, and its server takes no more."""
        most, came = self.roles.server and self.roles.server.most, [
            window for window in self.stage.windows if window.name.startswith("client")]
        return bool(self.roles.kind == "chat" and most and len(self.clients) < most <= len(came))

    def say(self, author, listeners, text=None, attempts=ATTEMPTS):
        """Type a message in one window, and check that it crosses the network and appears in the others."""
        author.says(text).shown_by(*listeners, attempts=attempts)

    def begin(self, author, text):
        """Type a message; return the number of the packet from which on what the wire carries belongs to it."""
        mark = self.wire.read()
        self.owners.look(self.windows())
        self.pass_menu(author)
        self.prompts.setdefault(author.name, author.screen.lines[author.screen.row])
        self.type(author, text)
        self.note_calls()
        return mark

    def note_crossing(self, author, listeners, text, mark):
        """Note down what came of a message that was typed; return (windows that show it, whether it has crossed)."""
        at_once = [window for window in listeners if shows(window, text)]  # before anything else is typed
        showing = [window for window in listeners if window in at_once or self.arrives(window, text)]
        self.owners.look(self.windows())
        carried = bool(showing) and self.has_crossed(author, showing[0], text, mark)
        line = self.stage.bare(showing[0], line_with(showing[0], text)) if showing else ""
        shown = tuple(window.name for window in showing)
        self.crossings.append(Crossing(author.name, text, self.wire, mark, shown, carried, line))
        return showing, carried

    def learn_format(self):
        """Learn from what has crossed the network how the programs write their messages."""
        self.format = formats.learn(self)

    def windows(self):
        return [window for window in (self.server, *self.clients) if window]

    def type(self, window, text, plain=False, why=""):
        """Type a line, and have it watched for in the other windows; a message, but for a `plain` word that ends."""
        self.pass_others(window)
        self.pass_menu(window)
        if not window.asks():
            self.stage.outlast(window, LOOKS)
        if not window.asks():
            raise Miss(f"{the(window)} to ask its user for something", f"it {doing(window)}")
        *_, role, _ = self.pending[window]
        before = self.facts.get(f"say {role}") or self.roles.verb(role, "say")
        if "{address}" in before:
            before = before.replace("{address}", "{}:{}".format(*self.address_for(role)))
        if ADDRESSEE in before:
            before = before.replace(ADDRESSEE, self.addressee(window))
        closes = before[-1:] if before[-1:] in ('"', "'") else ""  # say "..."
        given = text if plain else (
            f"{before.replace('{number}', self.number_for(window))}{text}{closes}{self.roles.ending}")
        watched = None if plain and not text else text  # an Enter to see what has come is no message
        self.stage.watched, self.stage.given, self.typed[window] = watched, given, len(window.output)
        self.stage.passes_on = not plain
        mark = self.wire.read()
        window.types(given, why=why)
        if not plain and (word := self.roles.holds(self.pending[window][2])) is not None:
            self.send_held(window, mark, word)
        if not plain and window not in self.addressed and (menu := self.menu(window)) and menu.goes_on[:1] == "{":
            self.pass_menu(window, behind=True)  # it asks whom a message is for, or where to, only after that
        self.addressed.discard(window)
        self.stage.watched = None

    def send_held(self, window, mark, word):
        """Type the word that ends a message, where a program keeps the lines of its user until then: "."."""
        self.owners.look(self.windows())
        if self.wire.sees and window.asks() and not self.owners.left(self.wire.since(mark), window):
            window.types(word, why=", to have it sent")
            if self.owners.left(self.wire.since(mark), window):
                self.facts["held"] = True

    def learn_usage(self, author, mark):
        """Note which word a script wants before a message, as it says, where nothing that was typed has left it."""
        _, script, role, _ = self.pending[author]
        left = self.owners.left(self.wire.since(mark), author) if self.wire.sees else (
            script.usage.strip() not in author.output[self.typed.get(author, 0):])
        if script.usage and not left and not self.roles.verb(role, "say"):
            self.facts[f"say {role}"] = script.usage

    def has_crossed(self, author, listener, text, mark):
        """Return whether a text, or something as long that was never sent before, went from a window to another one.

        It has left a socket of the one and come to one of the other, be it by way of a server.
        """
        crossed = self.wire.since(mark)
        packets = [packet for packet in crossed if packet.transport == self.roles.transport]
        ways = self.owners.left(packets, author), self.owners.came(packets, listener)
        if not self.wire.sees or all(any(holds(data, text) for data in flows(way).values()) for way in ways):
            return True
        before = {packet.data for packet in self.wire.packets[:mark]}
        found = all(any(len(packet.data) >= len(text.encode()) and packet.data not in before for packet in way)
                    for way in ways)
        others = [packet for packet in crossed if packet.transport != self.roles.transport]
        if found and (self.owners.foreign or any(len(packet.data) >= len(text.encode()) for packet in others)):
            return False  # it may have come in another way, and this be noise
        if found:
            self.facts["cipher"] = True
            self.notices.add("the messages cannot be read on the network (a cipher?): that something as long crossed "
                             "it each time, and nothing came another way when that was tried, had to do")
        return found

    def arrives(self, window, text):
        """Return whether a window shows what was just typed in another one; some do so only after an Enter."""
        self.fetch(window, text)
        when = self.facts.get("on enter")
        for line in range(BEHIND if when else 0):
            empty = when == "empty" or line > 0  # a message of its own brings no more: it is behind by more than one
            if not shows(window, text) and window.asks():
                self.type(window, "" if empty else self.word(), plain=empty, why=", to see what has come" * empty)
                if empty and shows(window, text):
                    self.facts["on enter"] = "empty"
        return shows(window, text)

    def sent(self, author, text, mark, listener):
        """Return in words whether a text that was not shown has crossed the network, '' where that is not the point.

        It may have left its author in another form, be it enciphered. In a chat the server has to send it on.
        """
        if self.roles.kind == "chat":
            came = [packet for packet, _, target in self.owners.owned(self.wire.since(mark)) if listener in target]
            sent = listener is not self.server and listener.alive() and any(
                holds(data, text) for data in flows(came).values())
            return PASSED_ON if self.wire.sees and sent and not self.roles.serverless else ""
        if not self.wire.sees or not all(w.alive() for w in (self.server, self.client)):
            return ""
        if self.wire.carried(text, mark):
            return ", though it was sent"
        left = self.owners.left(self.wire.since(mark), author)
        if any(len(one.data) >= len(text.encode()) for one in left) or self.wire.misses():
            return ""
        return ", and nothing like it was sent"

    def leave(self, window, words):
        """Type the first of these words that ends the conversation, or choose the end where a menu offers it."""
        if words[0] in {menu.leaves for menu in self.pending[window][1].menus} and not self.menu(window):
            self.type(window, self.word())  # it is asked after a message
        if (menu := self.menu(window)) and menu.leaves in words:
            window.types(menu.leaves)
        else:
            self.type(window, words[0], plain=True)

    def give_turn(self, author):
        """Let another user have a turn if that one is asked for something, and the author is not asked before.

        So do two whose server takes in no others, and passes on what they say in turn.
        """
        self.pass_others(author)
        if not author.asks() and (self.roles.kind == "pair" or self.roles.server and self.roles.server.most == 2):
            for window in [self.server, *self.clients]:
                if window and window is not author and window.asks():
                    if self.roles.turn is not None and "held" not in self.facts:
                        self.type(window, self.roles.turn, plain=True, why=", to hand the turn over")
                        return
                    text = self.word()
                    self.note_crossing(window, [author], text, self.begin(window, text))
                    return

    def heard(self, author):
        """Return whether anything that was typed in this window has been shown in another one."""
        return any(crossing.shown and crossing.carried for crossing in self.crossings if crossing.author == author)
