"""The roles: which scripts of a hand-in are to be driven, where they lie, and the names of their users."""
import re
from dataclasses import dataclass, field, replace

from lab12.driver.hosts import hosts_of_side, own_address
from lab12.finder.menus import ADDRESSEE, IDENTITY
from lab12.finder.rows import glued
from lab12.finder.source import Script
from lab12.finder.syntax import HOSTNAME
from lab12.finder.turns import ENDING
from lab12.finder.wording import SIGN_UP
from lab12.stage.habits import BEATS
from lab12.stage.namespaces import TO_ALL

LOOPBACK = re.compile(r"127\.\d+\.\d+\.\d+")  # RFC 1122, 3.2.1.3: all of these are this computer
PASSWORD = "Secret-12"  # with a capital, a digit and a sign, as some want it
MANY = 1_000  # clients: as many as there may be
NAMES = "anna", "bert", "carl", "dora", "emil", "fred", "gina", "hugo"  # names that any program accepts


@dataclass
class Roles:
    """What is to be driven: two scripts (or one) of a section, in a folder of their own; `polls` of Stage.

    `others` are the paths of the same in another folder, for what is tried at the same time.
    """

    section: str
    server: Script | None
    client: Script | None
    paths: dict                    # script path in the hand-in -> file to be run
    others: dict
    room: str                      # the folder that holds those of `paths`, and the other one
    other_room: str
    addresses: list = field(default_factory=list)
    polls: dict = field(default_factory=dict)
    stops: tuple = ()              # stop words that are accepted; none: any
    wire: bool = False             # whether what crosses the network is to be shown where something fails
    named: bool = True             # their sandbox knows `hosts`; if not, this computer's own say what a name stands for
    said: str = ""                 # what a client's user types before each message, where no source but a try told it
    more: tuple = ()               # other clients, each with a port of its own, of which only one copy can run

    def __post_init__(self):
        if self.mutual and not self.polls:
            self.polls = {"server": {BEATS}, "client": {BEATS}}  # each looks for the other one again and again

    def elsewhere(self):
        """Return the same, in the other folder."""
        return replace(self, paths=self.others, room=self.other_room, polls={})

    @property
    def hosts(self):
        """The names of computers that the programs know, and their addresses: see driver.hosts."""
        return hosts_of_side("server", self.server, self.client)

    @property
    def hosts_of_client(self):
        """The same for a client, where its own address decides that it is one; None where they are the server's."""
        told = self.client and self.client.by_address
        return hosts_of_side("client", self.server, self.client) if told else None

    @property
    def everybody(self):
        """Those of `addresses` that are a whole network's: all get what is sent there."""
        return {address for script in (self.server, self.client) if script for address in script.everybody}

    @property
    def to_be_given(self):
        """The `addresses` as a network is told of them: see stage.namespaces."""
        return [address + TO_ALL * (address in self.everybody) for address in self.addresses]

    @property
    def probes(self):
        """The addresses by which the programs only ask for their own: any network will do, if there is one at all."""
        return {script.probe for script in (self.server, self.client) if script} - {""}

    def address_of(self, script):
        """Return the address at which a user reaches a script: the one where it waits, or that of this computer."""
        host = script and script.host
        if isinstance(host, str) and LOOPBACK.fullmatch(host):
            return host
        if host in self.addresses and (self.named or host not in self.probes):
            return host
        if host in self.probes:
            return own_address() or "127.0.0.1"
        asked = {question.wants for question in script.asked_of("server")} if script else ()
        if host == HOSTNAME and (asked & {"host", "own host"} or {"host", "own host"} & {*script.arguments}):
            return "127.0.0.1"  # its user is asked, and need not say so
        if host == HOSTNAME:
            return next(iter(self.hosts.values())) if self.named else own_address() or "127.0.0.1"
        return self.hosts.get(host, "127.0.0.1") if self.named else "127.0.0.1"

    @property
    def most(self):
        """The most clients that can be in the chat at once, as far as the source tells."""
        addressed = self.client and (self.request or ADDRESSEE in self.verb("client", "say")
                                     or any(menu.goes_on in (ADDRESSEE, IDENTITY) for menu in self.client.menus)
                                     or any(question.wants == "addressee" for question in self.client.questions))
        return min(len(self.more) + 1 if self.more else MANY, self.server.most or MANY, self.server.room or MANY,
                   2 if addressed else MANY, len(self.seats) or MANY)

    @property
    def seats(self):
        """The names of which each user must take one, as far as the source tells; () for any."""
        return next((script.seats for script in (self.server, self.client) if script and script.seats), ())

    @property
    def mutual(self):
        """Whether each of two TCP programs waits at a port and calls the other one's, one of them before that is there.
        """
        client = self.client.port if self.client else None
        if self.transport == "tcp" and self.server and self.server is self.client:
            return self.server.peer and "sleep" in self.server.source
        return self.transport == "tcp" and bool(client and self.server and self.server is not self.client
                                                and client in self.server.targets and client != self.server.port)

    @property
    def calls_back(self):
        """Whether the server calls as well, so that the two talk over a connection for each way."""
        return bool(self.transport == "tcp" and self.server and self.server is not self.client
                    and any(isinstance(port, int) for port in self.server.targets))

    @property
    def calls_itself(self):
        """Whether the server calls its own port, where it meant the client's."""
        return self.calls_back and self.server.port in self.server.targets

    @property
    def serverless(self):
        """Whether all in a chat are the same, and talk with nobody in particular: over broadcast, or multicast."""
        script = self.server
        told = script and ("server" in script.commands or "role" in script.wants or any(
            "server" in question.answers for question in script.questions))
        return bool(script) and script is self.client and self.section == "udp-chat" and not (told or script.peer)

    @property
    def at_will(self):
        """Whether a message may come at any time, so that nobody can tell whether it or the next prompt is first."""
        return self.kind == "chat" or any(script and script.threads for script in (self.server, self.client))

    @property
    def sends_twice(self):
        """Whether one of the scripts sends two messages one right after the other, which the other one may not take.

        They have no end, or the other one takes what each recv gives for a message.
        """
        both = [script for script in (self.server, self.client) if script]
        return any("sends twice" in script.mistakes or glued(script, other)
                   for script in both for other in both if other is not script or len(both) == 1)

    @property
    def slowly(self):
        """Whether one of the scripts sleeps after each letter that it prints."""
        return any(script and script.slowly for script in (self.server, self.client))

    @property
    def loses(self):
        """Whether one of the scripts lets chance decide that a message is lost."""
        return any(script and script.loses for script in (self.server, self.client))

    @property
    def naps(self):
        """Seconds for which one of the scripts sleeps between two looks for what has come, beside its user."""
        return max((script.naps for script in (self.server, self.client) if script), default=0.0)

    @property
    def sleeps(self):
        """The seconds for which one of the scripts may sleep before it asks its user, as far as the source tells."""
        return max((script.sleeps for script in (self.server, self.client) if script), default=0.0)

    def verb(self, role, name):
        """Return what a user of this role types before a message ("say"), or at first: see finder.verbs; '' if nothing.

        What a client sends as it was typed, its server may look for; not what the client puts before it by itself.
        """
        if role == "client" and name == "say" and self.said:
            return self.said
        own, other = (self.client, self.server) if role == "client" else (self.server, None)
        other = None if name == "say" and other and other.says_itself else other
        word = next((script.verbs[name] for script in (own, other) if script and name in script.verbs), "")
        by_itself = own and name not in own.verbs and any(
            opener.strip(" \t\n:|;,").casefold() == word.strip(" :|").casefold() for opener in own.openers)
        by_itself = by_itself or ADDRESSEE in word and any(menu.goes_on == ADDRESSEE for menu in own.menus)
        return "" if by_itself or own and name not in own.verbs and "{number}" in word else word

    @property
    def request(self):
        """What a user types to talk with another one, and what that one answers: see finder.requests; () for nothing.
        """
        return self.server.request if self.server and self.kind == "chat" else ()

    @property
    def words_told(self):
        """What else a client's user may type before a message, as the sources tell: to all, and to one other alone."""
        scripts = [script for script in (self.client, self.server) if script]
        words = [*(script.usage for script in scripts[:1]), *(script.private for script in scripts)]
        return [word for word in dict.fromkeys(words) if word and word != self.verb("client", "say")]

    @property
    def turn(self):
        """The word with which a user of either program of a pair hands the turn over, None if there is none."""
        return next((word for word in self.turns if not word.startswith(ENDING)), None)

    def holds(self, role):
        """Return the word that ends a message of several lines for a user of this role, None if no word does."""
        own = self.server if role == "server" else self.client
        words = own.turns if own and self.kind == "pair" else ()
        return next((word for word in words if not word.startswith(ENDING)), None)

    @property
    def signs(self):
        """What each author's messages have to end with, as the source of who hears them tells; {} where none does."""
        told = {"client": self.server and self.server.sign, "server": self.client and self.client.sign}
        return {author: sign or "" for author, sign in told.items()} if any(told.values()) else {}

    @property
    def marks(self):
        """What each author puts before a message, as its source tells; {} where none does."""
        told = {"client": self.client and self.client.mark, "server": self.server and self.server.mark}
        return {author: mark or "" for author, mark in told.items()} if any(told.values()) else {}

    @property
    def ending(self):
        """The end of a message that hands the turn over, with its blank; '' if there is none."""
        return next((word.removeprefix(ENDING) for word in self.turns if word.startswith(ENDING)), "")

    @property
    def turns(self):
        """The words that hand the turn over in both programs of a pair: see finder.turns."""
        words = [script.turns for script in (self.server, self.client) if script]
        return [word for word in words[0] if self.kind == "pair" and word in words[-1]]

    @property
    def transport(self):
        return self.section.partition("-")[0]

    @property
    def kind(self):
        return self.section.partition("-")[2]

    def source(self):
        """Return the bytes of both scripts."""
        return "\n".join(script.source for script in (self.server, self.client) if script).encode(errors="replace")

    def name_of(self, role, number):
        """Return the name of a window's user: one of the seats, or with an account, if the scripts have any."""
        accounts = list(self.seats or self.accounts())
        if accounts and (number < len(accounts) or not self.signs_up):
            return accounts[number % len(accounts)]
        more = "abcdefghij"[number // len(NAMES) % 10] if number >= len(NAMES) else ""
        return "sami" if role == "server" else NAMES[number % len(NAMES)] + more

    @property
    def signs_up(self):
        """Whether a client asks its user if a new account is to be made."""
        return bool(self.client) and any(question.wants == "choice" and re.search(
            SIGN_UP, question.prompt, re.I) for question in self.client.questions)

    def accounts(self):
        """Return the users and passwords that are written in the scripts."""
        for script in (self.server, self.client):
            if script and script.accounts:
                return script.accounts
        return {}

    def password_of(self, name):
        """Return a user's password: the one in the scripts for this name, or for all names, or one of ours."""
        common = [script.password for script in (self.server, self.client) if script and script.password]
        return self.accounts().get(name, common[0] if common else PASSWORD)

    def key(self):
        """Return the key of the room, where it is written in the scripts; a word if it is not."""
        scripts = [script for script in (self.server, self.client) if script]
        return next(filter(None, [one.key for one in scripts] + [one.password for one in scripts]), "hello")
