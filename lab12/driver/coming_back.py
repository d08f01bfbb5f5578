"""Coming back: what becomes of a message at the server: it goes to others, comes back to its author, or is answered."""
from lab12.driver.words import line_with
from lab12.wire.capture import flows, holds

EVERYBODY = "255.255.255.255"


def passed_on(d, crossing):
    """Return whether the server has sent this message to any other client than its author's."""
    ports, authors, holding = carriers(d, crossing)
    return any(source in ports and target not in authors for source, target in holding)


def said_back(d, author):
    """Return whether one of the last two messages of a window was shown in it once more, by itself.

    Where the server greets its client, each answer may be shown a turn late.
    """
    mine = [c for c in d.crossings if c.author == author.name][-2:]
    lines = author.news().splitlines()[1:]
    again = [c for c in mine if any(c.text.casefold() in line.casefold() for line in lines)]
    on_enter = d.facts.get("on enter") == "empty"
    if on_enter:
        again = again or mine[-1:]  # it may not have been shown yet
    elif "on enter" in d.facts:
        screen = author.screen.text.casefold()  # where the last one is not shown yet, those before it are
        again = again or [c for c in d.crossings if c.author == author.name and screen.count(c.text.casefold()) > 1]
    if not again:
        return False
    if to_everybody(d, again[-1]):
        return shown_alike(d, again[-1], lines)
    if d.wire.sees and "cipher" in d.facts:
        return shown_alike(d, again[-1], lines) and as_long_back(d, again[-1])
    return sent_back(d, again[-1]) if d.wire.sees else on_enter or shown_alike(d, again[-1], lines)


def to_everybody(d, crossing):
    """Tell whether the server has sent a message to a broadcast address: to all who hear there, its author too."""
    ports, all_of = d.server_ports(), {EVERYBODY, *d.roles.everybody}
    return any(packet.source in ports and packet.address in all_of and holds(packet.data, crossing.text)
               for packet in d.wire.since(crossing.mark)) if d.wire.sees else False


def sent_back(d, crossing):
    """Return whether a message has come back over the network to where it was sent from.

    A program may print its own message by itself. One that hears at another socket than it sends from is found by how
    many the server has told.
    """
    ports, authors, holding = carriers(d, crossing)
    if authors:
        told = {target for source, target in holding if source in ports}
        return bool(told & authors) or len(told) >= len(d.clients)
    text = crossing.text.casefold().encode()
    return sum(text in packet.data.lower() for packet in d.wire.since(crossing.mark)) > 1


def as_long_back(d, crossing):
    """Return whether something as long as a message, which cannot be read, has come back to where it was sent from."""
    length = len(crossing.text.encode())
    ways = {ends for ends, data in flows(d.wire.since(crossing.mark)).items() if len(data) >= length}
    return any((target, source) in ways for source, target in ways if target in d.server_ports())


def shown_alike(d, crossing, lines):
    """Return whether one of these lines of its author's is as another client shows the message, if one does."""
    shown = {line_with(window, crossing.text) for window in d.clients if window.name != crossing.author} - {""}
    return not shown or bool(shown & set(lines))


def carriers(d, crossing):
    """Return the server's ports, those from which a message came to it, and each (source, target) that it crossed."""
    ports = d.server_ports()
    holding = [ends for ends, data in flows(d.wire.since(crossing.mark)).items() if holds(data, crossing.text)]
    return ports, {source for source, target in holding if target in ports}, holding


def answered(d, line, mark):
    """Return whether a line on the client's screen may be what the server has sent since then."""
    ports = d.server_ports()
    told = [data.decode(errors="replace").strip() for (source, _), data in flows(d.wire.since(mark)).items()
            if source in ports]
    return not d.wire.sees or any(text and (text in line or line in text) for text in told)
