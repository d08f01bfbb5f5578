"""Formats: how a hand-in writes its messages, learnt from what has crossed its network, so that others can join in."""
import re
from dataclasses import dataclass, replace

from lab12.driver.lengths import lengths
from lab12.wire.capture import flows, holds


@dataclass(frozen=True)
class Sample:
    """A message as it has crossed the network: its sender, its text, and the bytes."""

    author: str
    text: str
    data: bytes


@dataclass(frozen=True)
class Format:
    """How a hand-in writes a message: what stands before and behind the text, for each author, and what is sent first.

    `greetings` are the packets before the first message, for each client as ((author, bytes), ...); `samples` are
    messages that were said. `length` is what tells how many bytes come, where that was read from a source (lengths);
    so is another `encoding` than UTF-8.
    """

    before: dict
    behind: dict
    greetings: tuple = ()
    samples: tuple = ()
    length: tuple = ()
    encoding: str = "utf-8"

    def said_by(self, author):
        return [sample for sample in self.samples if sample.author == author]

    def greeting(self, number=0):
        """Return what was said before the first message between the server and its client of this number."""
        return self.greetings[number % len(self.greetings)] if self.greetings else ()

    def framed(self, author, text):
        """Return the bytes with which an author says this text."""
        data = text.encode(self.encoding)
        return b"".join(told(len(data)) for _, told in self.length) + self.before[author] + data + self.behind[author]

    def is_steady(self, author, most=1):
        """Tell whether all messages of an author have looked alike, but for so many forms: then ours can speak so."""
        seen = {tuple(sample.data.split(sample.text.encode(), 1)) for sample in self.said_by(author)}
        return 0 < len(seen) <= most and all(len(parts) == 2 for parts in seen)

    def fit(self, word):
        """Return a word as long as those that were said: then a length that is told before it is right, too."""
        size = len(self.samples[0].text) if self.samples else len(word)
        return word[-size:].rjust(size, "x")


WIDE = re.compile(r"[\"'](utf[-_]?(?:16|32)|utf[-_](?:16|32)[-_]?[bl]e)[\"']", re.I)  # of encode, decode
BARE = Format({"client": b"", "server": b""}, {"client": b"", "server": b""})
LINES = Format({"client": b"", "server": b""}, {"client": b"\n", "server": b"\n"})


def learn(d):
    """Return the Format of programs that have just spoken, from what crossed their network; None if nothing is seen."""
    if not d.wire.sees:
        return None
    ports, samples = d.server_ports(), []
    here = [crossing for crossing in d.crossings if crossing.wire is d.wire]
    ends = [*(crossing.mark for crossing in here[1:]), None]
    for crossing, end in zip(here, ends, strict=False):
        packets = d.wire.since(crossing.mark, end)
        sent = [(source in ports and target not in ports, data)
                for (source, target), data in said_in(packets, crossing.text).items()]
        role = "server" if crossing.author == "server" else "client"
        samples += [Sample(role, crossing.text, data) for by_server, data in sent
                    if by_server == (role == "server") and (crossing.carried or holds(data, crossing.text))][:1]
        if d.roles.kind == "chat":  # there the server says what a client has said
            samples += [Sample("server", crossing.text, data) for by_server, data in sent
                        if by_server and role == "client" and holds(data, crossing.text)][:1]
    if not samples:
        return None
    before, behind = {}, {}
    for sample in samples:
        wanted = sample.text.encode()
        if wanted in sample.data:
            first, _, rest = sample.data.partition(wanted)
            before.setdefault(sample.author, first)
            behind.setdefault(sample.author, rest)
    greetings = {}
    for packet in d.wire.since(0, here[0].mark):
        by_server = packet.source in ports
        if packet.transport != d.roles.transport or not by_server and packet.target not in ports:
            continue  # it is no part of the conversation
        greetings.setdefault(packet.target if by_server else packet.source, []).append(
            ("server" if by_server else "client", packet.data))
    guess = {author: behind.get("client", b"") for author in ("client", "server")}  # they end in the same way
    return Format({**BARE.before, **before}, {**guess, **behind}, tuple(greetings.values()), tuple(samples))


def of_clients(form):
    """Return a Format without what the server has said first: that may be its fault, and is no client's to hear."""
    return form and replace(form, greetings=tuple(
        tuple(part for part in greeting if part[0] == "client") for greeting in form.greetings))


def said_in(packets, text):
    """Return what was sent from port to port, {(source, target): bytes}, when a text was said.

    Of a datagram that holds all of it this is the datagram: it may have been sent again, and others come between.
    """
    whole = {}
    for packet in packets:
        if packet.transport == "udp" and holds(packet.data, text):
            whole.setdefault((packet.source, packet.target), packet.data)
    return flows(packets) | whole


def overheard(author, text, data):
    """Return the Format of a program that has sent this text to ours in these bytes; its partner may use the same."""
    before, _, behind = data.partition(text.encode())
    return Format(dict.fromkeys(BARE.before, before), dict.fromkeys(BARE.behind, behind),
                  samples=(Sample(author, text, data),))


def likely(d, script=None):
    """Return the formats in which to speak, the likeliest first: as was learnt, both as one of them, bare, lines.

    A server that sends two bytes of length may well want two, though its client sends four. To a script that takes one
    ours say a length as its source has it.
    """
    found = [d.format] if d.format else worded(d)
    for one in ("client", "server") if d.format else ():
        before, behind = ({author: side[one] for author in side} for side in (d.format.before, d.format.behind))
        found.append(replace(d.format, before=before, behind=behind))
    if signs := d.roles.signs:
        found.append(replace(BARE, behind={author: sign.encode() for author, sign in signs.items()}))
    found += [BARE, LINES] if d.roles.transport == "tcp" else [BARE]
    if marks := d.roles.marks:
        found.append(replace(BARE, before={author: mark.encode() for author, mark in marks.items()}))
    if script and d.roles.transport == "tcp":
        found += [replace(BARE, length=(one,)) for one in lengths(script.whole).items()]
    if script and (other := WIDE.search(script.whole)):
        found.append(replace(BARE, encoding=other[1]))
    different = {}
    for form in found:
        different.setdefault(alike(form), form)
    return list(different.values())


def worded(d):
    """Return [the Format] for a chat's server without a client that looks for words of command: NICK, JOIN, MSG.

    A name may be taken before one has come in, or only then.
    """
    server = d.roles.server
    verbs = server.verbs if d.roles.kind == "chat" and server and not d.roles.client else {}
    words = [name for name in ("nick", "join", "nick") if name in verbs]
    if not words and "say" not in verbs:
        return []
    given = {"nick": "name", "join": "group"}
    greetings = tuple(tuple(("client", f"{verbs[word]}{d.answer(given[word], 'client', number)}\n".encode())
                            for word in words) for number in range(2))
    return [replace(LINES, before=LINES.before | {"client": verbs.get("say", "").encode()}, greetings=greetings)]


def alike(form):
    """Return what two formats have in common that would give the same bytes."""
    return (*form.before.values(), *form.behind.values(), form.encoding, *(name for name, _ in form.length))


WRAPPED = (("TLS", r"\bwrap_socket\(|\bssl\."), ("HTTP", r"HTTPServer\(|XMLRPCServer\("),
           ("a cipher", r"\bFernet\b|\bAES\b|\bcipher|\bdecrypt|\w\s*\^\s*(?:\w+\[|ord\b|key)|% ?26\b"),
           ("pickle", r"\bpickle\.|\bmultiprocessing\b.*\b[cC]onnection\b"),
           ("a length before each message", r"\bto_bytes\(|\bfrom_bytes\(|"
            # "{len(data):<10}", int(header.decode()), int(take(8)): as text
            r"\{len\([^{}]*\):[<>^0]|%0?\d+[di][\"'] ?% ?\(?len\(|len\(.*\)\)\.(?:zfill|ljust|rjust)\(|"
            # not int(size_bytes) in what is shown of a file
            r"(?<!format\()(?<!str\()(?<!print\()(?<!\{)\bint\(\s*\w*(?:header|length|size)\w*[\s.)]|"
            r"\bint\(\s*(?!input|round)[\w.]+\([^()]*\b\d\d?\)|"
            # not of a multicast group or its time to live (ip(7)), nor of a whole record
            r"\bstruct\.(?!\w+\(\s*[\"'][^\"']*[spcdfe?]|pack\(\s*[\"'][@=<>!]?[bB][\"'],\s*(?:ttl|TTL|\d))"),
           # not the four bytes of an address, as for a multicast group
           ("a record of a fixed size", r"\b[sS]truct\b[^\"'\n]{0,20}[\"'][@=<>!]?(?:\d*[a-zA-Z?])*\d{2,}s"),
           # not a file alone: json.load(open("config.json"))
           ("JSON", r"\bjson\.(?!loads?\b|dumps?\b)|\bjson\.(?:loads|dumps)\b|\bimport .*\b(?:loads|dumps)\b|"
            r"(?s:\A(?!.*\bopen\().*(?:\bjson\.|\bimport json\b))"),
           ("base64", r"\b(?:b64|b32|b16|a85|b85)decode\b|\bunhexlify\b"))


def wrapped(source):
    """Return in words what the messages of this source are wrapped in; '' if they are plain text."""
    return next((words for words, pattern in WRAPPED if re.search(pattern, source)), "")
