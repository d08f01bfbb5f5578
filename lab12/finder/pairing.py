"""Pairing tells which server and which client of a hand-in belong together, and which are of another practical."""
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from lab12.finder.names import (
    LAST,
    is_called_echo,
    is_copy,
    is_echo,
    is_half,
    is_of_another,
    is_of_this,
    is_outdated,
    is_sample,
    is_scrap,
    kin,
    lesson,
    says,
    step,
    tried,
)
from lab12.finder.practicals import of_internet, other_practical
from lab12.finder.source import Script

PAIRS = 1_600  # of a section that are weighed against each other
BY_HAND = 3  # in scores: by so much one that can be tried here comes before one that only a person can try
DRAWS = re.compile(r"^[ \t]*(?:import|from)[ \t]+curses\b", re.M)  # a screen of its own: one that prints comes first
LOSSY = 2.5  # in scores: by so much two that lose messages on purpose come behind two that do not
NEAR = 4     # in scores: two clients that differ by less may both be that of a server
SECTIONS = ("tcp-pair", "udp-pair", "tcp-chat", "udp-chat")


@dataclass
class Pair:
    """A server and a client that seem meant for each other; one is None where only half was handed in."""

    section: str
    server: Script = None
    client: Script = None
    score: float = 0.0
    more: tuple = ()  # clients of a chat that have ports of their own, besides this one


def folder_of(script):
    return PurePosixPath(script.path).parent


def candidates(section, scripts, server=None, client=None):
    """Return the pairs that this section might be marked by, the likeliest first."""
    transport, kind = section.split("-")
    servers = [server] if server else [
        s for s in scripts if s.transport == transport and s.kind == kind and s.role in {"server", "both"}]
    clients = [client] if client else [
        s for s in scripts if s.transport == transport and s.role in {"client", "both"}]
    if len(servers) * len(clients) > PAIRS:
        handed, few = servers + clients, int(PAIRS ** 0.5)
        servers, clients = (sorted(some, key=lambda one: -merit(one))[:few] for some in (servers, clients))
        for server in servers:  # and those that go with one of these by port and folder
            clients += [one for one in handed if one.role == "client" and one.port == server.port
                        and folder_of(one) == folder_of(server) and one not in clients][:2]
    pairs = [Pair(section, a, b, likelihood(a, b)) for a in servers for b in clients
             if server and client or (a is b) == (a.role == "both" or b.role == "both")
             and bool(of_internet(a)) == bool(of_internet(b))]
    for pair in pairs if kind == "chat" and not client else ():
        pair.more = tuple(other for other in clients if other is not pair.client and are_of_one_chat(pair, other))
    return sorted(pairs, key=lambda pair: (-pair.score, pair.server.path, *latest(pair.client.path)))


def latest(path):
    """Return what sorts clients that are equally likely: the one without a number, then the latest of several steps."""
    return step(path) > 0, -step(path), path


def are_of_one_chat(pair, other):
    """Tell whether the client of a pair, and another one, have ports of their own, and look for the same server.

    They lie in one folder, or each in one of its own: client1/client.py, client2/client.py.
    """
    ports = {pair.server.port, *(script.own_port or script.port for script in (pair.client, other))}
    one, two = map(folder_of, (pair.client, other))
    beside = one == two or one.parent == two.parent and is_half(one) and is_half(two)
    return (len(ports) == 3 and None not in ports and beside
            and all(pair.server.port in script.targets for script in (pair.client, other)))


def likelihood(server, client):
    """Return how likely it is that these two belong together and are meant to be marked, as a score."""
    score = 0.0
    if server.port and client.port:
        score += 4 if by_port(server, client) else -6
        score += 2 if client.port in server.targets and client.port != server.port else 0  # and it calls this one back
    a, b = PurePosixPath(server.path), PurePosixPath(client.path)
    score += 4 if a.parent == b.parent else 2 if a.parent.parent == b.parent.parent else 0
    score += 2 if kin(a) == kin(b) else 0
    score -= 3 if server.login is True and client.login is False else 0
    if server.kind == "chat":
        score += 3 if client.threads else -1
    else:
        score += 1 if server.threads == client.threads else -1 if server.threads else -2
        score += 0 if server.asks else -3  # it answers by itself: an echo
    score -= bool(other_practical(server, client)) + LOSSY * bool(server.loses or client.loses)
    return score + merit(server) + merit(client) + 0.5 * (says(client) - says(server))


def by_port(server, client):
    """Tell whether a client looks for a server at its port. One over UDP may have another port of its own."""
    called = [port for port in client.targets if port] if client.transport == "udp" else ()
    return server.port in (called or (client.port,))


def merit(script):
    """Return how likely it is that a script is meant to be marked, whatever it is paired with, as a score."""
    newer = script.error.startswith("SyntaxError: f-string")  # than the Python here, it may be
    score = -(1 if newer else 5) * bool(script.error) - 3 * bool(script.mistakes.keys() & {"_name_", "port is text"})
    score -= BY_HAND * bool(script.by_hand) + 0.5 * bool(DRAWS.search(script.source))
    score += 2 * is_of_this(script.path) - 2 * is_of_another(script.path)
    score += 0.5 * tried(script.path) / LAST - is_copy(script.path) - is_sample(script.path)
    return score - 0.1 * script.path.count("/")


def keep_together(handin, forced):
    """Drop pairs of two lessons, where one of the two scripts has its partner in its own folder.

    A folder within the other one, where not both have one, and folders called server and client, are of one lesson,
    unless such a folder holds both: chat_server/client.py. A client that calls the port of a server of the same name
    is not the other half of one with another name and another port, nor of one that answers by itself.
    """
    def apart(pair):
        return None not in (pair.server.port, pair.client.port) and not by_port(pair.server, pair.client)

    def together(pair):
        return folder_of(pair.server) == folder_of(pair.client) and not apart(pair)

    def of_one_lesson(pair):
        one, two = folder_of(pair.server), folder_of(pair.client)
        halves = [folder for folder in (one, two) if is_half(folder) and folder not in whole]
        within = (one in two.parents or two in one.parents) and not {id(pair.server), id(pair.client)} <= partnered
        return one == two or within or bool(halves)

    beside = [pair for pairs in handin.pairs.values() for pair in pairs if together(pair)]
    partnered = {id(script) for pair in beside for script in (pair.server, pair.client)}
    whole = {folder_of(pair.server) for pair in beside if pair.server is not pair.client}

    def elsewhere(pair):
        return apart(pair) and kin(PurePosixPath(pair.server.path)) != kin(PurePosixPath(pair.client.path))

    def answers_another(pair):
        """Tell whether a server that answers by itself, in a pair, is called otherwise than its client."""
        return pair.section.endswith("pair") and pair.server is not pair.client and not pair.server.asks and kin(
            PurePosixPath(pair.server.path)) != kin(PurePosixPath(pair.client.path))

    served = {id(pair.client) for pairs in handin.pairs.values() for pair in pairs if together(pair)
              and not elsewhere(pair) and pair.server.port and kin(PurePosixPath(pair.server.path)) == kin(
                  PurePosixPath(pair.client.path))}
    for section in [section for section in handin.pairs if section not in forced]:
        handin.pairs[section] = [pair for pair in handin.pairs[section] if (
            of_one_lesson(pair) or not {id(pair.server), id(pair.client)} & partnered)
            and not (id(pair.client) in served and (elsewhere(pair) or answers_another(pair)))]


def drop_scrap(handin, forced):
    """Drop pairs of what has been thrown away, and of that with a script which has a partner, where there are others.

    Pairs of what is called old, or a sample, come behind in their section: they are dropped where another one asks both
    its users, or passes on what its clients say.
    """
    kept = {id(one) for pairs in handin.pairs.values() for pair in pairs for one in (pair.server, pair.client)
            if not is_scrap(pair.server.path) and not is_scrap(pair.client.path)}
    for section in [section for section in handin.pairs if kept and section not in forced]:
        handin.pairs[section] = [pair for pair in handin.pairs[section] if all(
            not is_scrap(one.path) or not is_scrap(other.path) and id(other) not in kept
            for one, other in ((pair.server, pair.client), (pair.client, pair.server)))]
    for section in [section for section in handin.pairs if section not in forced]:
        for behind in (is_outdated, is_sample):
            others = [pair for pair in handin.pairs[section] if not (
                behind(pair.server.path) or behind(pair.client.path))]
            if any(pair.client.asks and (pair.server.asks or section.endswith("chat")) for pair in others):
                handin.pairs[section] = others


def set_aside(handin, forced):
    """Move pairs that are of another practical out of the way, if the hand-in holds what is not.

    That may be half a chat, by its name. The only chat counts whatever its folder is called, but for an echo or a ping.
    What is called an echo, and asks both users in turn, is none: it is the conversation where no other pair does so.
    """
    def converses(pair):
        return pair.server is not pair.client and pair.server.asks and pair.client.asks

    def other(pair, another):
        scripts = [pair.server, pair.client]
        if pair in alone:
            return False
        beside = folder_of(pair.server) == folder_of(pair.client) and any(is_of_this(one.path) for one in scripts)
        names = [PurePosixPath(PurePosixPath(one.path).name) for one in scripts]
        if beside and kin(names[0]) != kin(names[1]) and any(is_of_another(str(name)) for name in names):
            return True  # one half of a chat, and one of what else lies there: file_server.py, chat_client.py
        return any(of_internet(one) or (is_echo if beside else another)(one.path) for one in scripts)

    alone = [pair for section, pairs in handin.pairs.items() if section.endswith("pair") for pair in pairs if converses(
        pair) and is_called_echo(pair.server.path) and is_called_echo(pair.client.path) and not any(
        converses(one) and not (is_echo(one.server.path) or is_echo(one.client.path)) for one in pairs)]
    chats = [pair for section, pairs in handin.pairs.items() if section.endswith("chat") for pair in pairs]
    only = all(other(pair, is_of_another) for pair in chats)
    of_another = {section: is_echo if only and section.endswith("chat") else is_of_another for section in handin.pairs}
    found = [not other(pair, of_another[section]) for section, pairs in handin.pairs.items() for pair in pairs]
    halves = [script for script in handin.scripts
              if script.role and is_of_this(script.path) and not is_of_another(script.path)]
    set_lessons_aside(handin, forced, halves)
    if any(found) or halves:
        for section in [section for section in handin.pairs if section not in forced]:
            pairs, another = handin.pairs[section], of_another[section]
            handin.others += [pair for pair in pairs if other(pair, another)]
            handin.pairs[section] = [pair for pair in pairs if not other(pair, another)]
    handin.others.sort(key=lambda pair: -pair.score)


def set_lessons_aside(handin, forced, halves):
    """Move the pairs of other lessons out of the way of half a chat, which its name says to be one: 12b_server.py.

    These are the pairs that hold a script of another number, and in their section there are no others.
    """
    whole = {id(one) for pairs in handin.pairs.values() for pair in pairs for one in (pair.server, pair.client)
             if folder_of(pair.server) == folder_of(pair.client)}  # with its other half beside it
    for half in [half for half in halves if id(half) not in whole]:
        section, number = section_of(half), lesson(half.path)
        pairs = handin.pairs.get(section, [])
        if number and pairs and section not in forced and not any(
                {lesson(one.path) for one in (pair.server, pair.client)} <= {number, ""} for pair in pairs):
            handin.others += [pair for pair in pairs if half not in (pair.server, pair.client)]
            handin.pairs[section] = []


def set_answering_aside(handin, forced):
    """Move pairs of which the server answers by itself out of the way of one that asks both users.

    Its two programs belong together by their names, and by folder and port, or are called chat. So an echo that works
    does not stand for the chat beside it which does not.
    """
    for section in [one for one in handin.pairs if one.endswith("pair") and one not in forced]:
        pairs = handin.pairs[section]
        chats = [pair for pair in pairs if pair.server.asks and pair.client.asks and (kin(
            PurePosixPath(pair.server.path)) == kin(PurePosixPath(pair.client.path)) or is_of_this(
            PurePosixPath(pair.server.path).name)) and (
            (by_port(pair.server, pair.client) or "port" in pair.client.wants)
            and folder_of(pair.server) == folder_of(pair.client) or all(
                is_of_this(PurePosixPath(one.path).name) for one in (pair.server, pair.client)))]
        echoes = [pair for pair in pairs if chats and not (
            pair.server.asks or pair.server.by_hand or pair.server.error or is_of_this(pair.server.path))]
        handin.others += echoes
        handin.pairs[section] = [pair for pair in pairs if pair not in echoes]


def set_mute_aside(handin, forced):
    """Move pairs of which the client asks nobody for anything out of the way, where another one of that server does.

    So what says one thing and ends does not stand for the client of a chat that lacks a package. Nor do two of which
    nobody is asked stand for a conversation beside them, be it half of one; but for those that are called chat where
    that is not. In a pair the two whose names say that they belong together may be meant all the same.
    """
    for section in [one for one in handin.pairs if one.endswith("chat") and one not in forced]:
        pairs = handin.pairs[section]
        asked = {id(pair.server) for pair in pairs if pair.client.asks and likely(pair, pairs)}
        mute = [pair for pair in pairs if id(pair.server) in asked and is_mute(pair.client)]
        handin.others += mute
        handin.pairs[section] = [pair for pair in pairs if pair not in mute]
    for section in [one for one in handin.pairs if one.endswith("pair") and one not in forced]:
        pairs, transport = handin.pairs[section], section.partition("-")[0]
        talk = [one for one in handin.scripts if one.role and one.transport == transport and one.asks and not (
            is_of_another(one.path) or is_scrap(one.path)) and {"recv", "recvfrom"} & one.lines.keys()]
        pairs = [pair for pair in pairs if not (is_mute(pair.client) and "port" in pair.server.wants)]  # two copies
        named = any(is_of_this(one.path) for one in talk)
        mute = [pair for pair in pairs if talk and is_mute(pair.server) and is_mute(pair.client) and (
            named or not any(is_of_this(one.path) for one in (pair.server, pair.client)))]
        asked = {id(pair.server) for pair in pairs if pair.server.asks and pair.client.asks and by_port(
            pair.server, pair.client) and folder_of(pair.server) == folder_of(pair.client)}
        mute += [pair for pair in pairs if pair not in mute and id(pair.server) in asked and is_mute(pair.client)
                 and kin(PurePosixPath(pair.server.path)) != kin(PurePosixPath(pair.client.path))]
        handin.others += mute
        handin.pairs[section] = [pair for pair in pairs if pair not in mute]


def is_mute(script):
    """Tell whether a script asks nobody for anything, as far as can be read."""
    return not any((script.asks, script.by_hand, script.verbs, script.menus, script.error, script.arguments,
                    *script.commands.values(), script.questions))


def likely(pair, pairs):
    """Tell whether no other client is likelier by far to be that of a pair's server: not by its port or its folder."""
    return pair.score > max(other.score for other in pairs if other.server is pair.server) - NEAR


def add_halves(handin):
    """Add the servers and clients that have nobody to talk to, so that each is marked by itself.

    A server and a client over different transports are no pair, but what was handed in as one, if there is no other.
    """
    pairs = [pair for found in [*handin.pairs.values(), handin.others] for pair in found]
    paired = {(script.path, script.transport) for found in handin.pairs.values() for pair in found
              for script in (pair.server, pair.client)}
    paired |= {(script.path, script.transport) for pair in handin.others for script in (pair.server, pair.client)
               if is_of_another(script.path) or is_of_another(pair.server.path) == is_of_another(pair.client.path)}
    alone = [script for script in handin.scripts
             if script.role and (script.path, script.transport) not in paired]
    alone = [script for script in alone if not any(
        behind(script.path) for behind in (is_scrap, is_outdated, is_sample))] or ([] if pairs else alone)
    lessons = {lesson(script.path) for script in alone if is_of_this(script.path)}
    if all(lessons):
        alone = [script for script in alone if lesson(script.path) in lessons] or alone
    meant = [script for script in alone if not (is_of_another(script.path) or of_internet(script))]
    if meant or pairs:
        handin.others += [half_of(script) for script in alone if of_internet(script) and script not in meant]
        alone = meant
    if not pairs and sorted(script.role for script in alone) == ["client", "server"]:
        server, client = sorted(alone, key=lambda script: script.role == "client")
        if server.transport != client.transport:
            handin.pairs[section_of(server)].append(Pair(section_of(server), server, client, score=-50.0))
            return
    for half in map(half_of, alone):
        handin.pairs[half.section].append(half)


def half_of(script):
    """Return the Pair of a script that is alone."""
    return Pair(section_of(script), **{"client" if script.role == "client" else "server": script}, score=-50.0)


def section_of(script):
    """Return the section of a script that is alone."""
    return f"{script.transport}-{script.kind or 'pair'}"
