"""Handin finds the pairs of scripts in a folder or a zip: what they do decides, names only break ties.

    >python -m lab12.finder.handin tests/zoo/semester-flat
    udp-pair   12b_server.py  12b_client.py
    ...
"""
import argparse
import sys
import time
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from lab12.finder.modules import dotted, idle, own_modules
from lab12.finder.names import is_copy, is_final, is_of_another, is_of_tests, is_of_this, kin, says
from lab12.finder.source import Script, read
from lab12.finder.unpack import Allowance, files, programs, unpack

PAIRS = 1_600  # of a section that are weighed against each other
WORK = 40.0    # seconds of processor time in which the scripts of a hand-in are read: a semester takes one
SECTIONS = ("tcp-pair", "udp-pair", "tcp-chat", "udp-chat")


@dataclass
class Pair:
    """A server and a client that seem meant for each other; one is None where only half was handed in."""

    section: str
    server: Script = None
    client: Script = None
    score: float = 0.0
    more: tuple = ()  # clients of a chat that have ports of their own, besides this one


@dataclass
class HandIn:
    """What was found in a hand-in: every script, and for each section its pairs, the likeliest first."""

    folder: Path
    scripts: list
    pairs: dict = field(default_factory=dict)     # section -> list of Pair
    others: list = field(default_factory=list)    # pairs of other practicals: the echo of 12a, the ping of 13
    left_out: list = field(default_factory=list)  # lines about what was not unpacked from a zip

    def label(self, script):
        """Return the section and role of a script: "tcp-pair server"; "none" if it has no part in this."""
        found = [p for pairs in self.pairs.values() for p in pairs if script in (p.server, p.client)]
        found += [p for p in self.others if script in (p.server, p.client)]
        if not script.role or not found:
            return "none"
        return f"{max(found, key=lambda pair: pair.score).section} {script.role}"


@contextmanager
def opened(path, chosen=None):
    """Give the HandIn of a folder or a zip while the with lasts: see read_into."""
    with TemporaryDirectory(prefix="lab12-") as room:
        yield read_into(room, path, chosen)


def read_into(room, path, chosen=None):
    """Return the HandIn of a folder, or of a zip that is unpacked into `room`; raises ValueError if it is neither.

    Where a folder holds no program but a zip of them, that one is opened. `chosen` is for find.
    """
    folder, left_out, allowance = Path(path), [], Allowance()
    archives = [] if folder.is_dir() else [folder]
    for turn in range(3):
        for number, archive in enumerate(archives):
            folder = Path(room, f"{turn}")
            try:
                left_out += unpack(archive, folder if len(archives) == 1 else folder / str(number),
                                   allowance=allowance)
            except (zipfile.BadZipFile, OSError) as error:
                if turn == 0:
                    raise ValueError(f"{path}: neither a folder nor a zip: {error}") from None
                left_out.append(f"{archive.name}: {error}")
        folder.mkdir(exist_ok=True)
        archives = [file for file in files(folder) if file.suffix.lower() == ".zip"]
        if not archives or next(programs(folder), None):
            break
    handin = find(folder, chosen)
    handin.left_out += left_out
    return handin


def find(folder, chosen=None):
    """Return the HandIn of a folder.

    `chosen` overrides what is found: {"tcp-pair-server": "a.py"}; raises ValueError if there is no such file, or
    nothing that could go with it.
    """
    folder = Path(folder)
    found = list(programs(folder))
    found = [program for program in found if not is_of_tests(program[0])] or found
    scripts = read_all(found)
    settle_peers(scripts)
    forget_own_modules(folder, scripts)
    handin, chosen = HandIn(folder, scripts), dict(chosen or {})
    for role, path in chosen.items():
        if not by_path(scripts, path) or role.rpartition("-")[0] not in SECTIONS:
            raise ValueError(f"{role}={path}: no such section, or no such program in the hand-in")
    for section in SECTIONS:
        forced = [by_path(scripts, chosen.get(f"{section}-{role}"), section) for role in ("server", "client")]
        handin.pairs[section] = candidates(section, scripts, *forced)
        wrong = next((script for script in forced if script and script.transport not in section), None)
        if wrong and not handin.pairs[section]:
            raise ValueError(f"{wrong.path} is over {wrong.transport.upper()}, and nothing in {section} goes with it")
    set_aside(handin, {role.rpartition("-")[0] for role in chosen})
    add_halves(handin)
    return handin


def by_path(scripts, path, section=""):
    """Return the Script of this file, that of the section's transport if it is over both; None if there is none."""
    found = [script for script in scripts if script.path == path]
    return next((script for script in found if script.transport in section), found[0] if found else None)


def read_all(found):
    """Return the Scripts of each (path, source), with the files of the hand-in that it imports as a part of it.

    A file that does nothing when it is run has no role, if another one imports it.
    """
    beside, scripts, begun = own_modules(found), [], time.process_time()
    needed = {path for paths in beside.values() for path in paths}
    for path, source in found:
        if time.process_time() - begun > WORK:
            scripts.append(Script(path, source, f"not read: the scripts before it took {WORK:.0f} seconds"))
            continue
        modules = [(PurePosixPath(name).name, dict(found)[name]) for name in beside[path]]
        for script in read(path, source, modules):
            script.module = dotted(path, source)
            if path in needed and idle(source):
                script.role = ""
            if modules and script.role == "both" and says(script) != 1:  # what it imports holds both
                script.role, script.kind = ("client", "") if says(script) == 2 else ("server", script.kind)
            scripts.append(script)
    return scripts


def settle_peers(scripts):
    """Say which of two programs that both wait for the other is the client: the one that sends to where the other is.

    One of which two copies may talk is both, unless there is a server for it.
    """
    both_ways = {"udp": "server", "tcp": "both"}
    peers = [s for s in scripts if s.role and s.role == both_ways.get(s.transport) and any(s.targets) and not s.peer]
    for peer in peers:
        for other in [one for one in scripts if one.port in peer.targets and one.transport == peer.transport]:
            if other is peer or peer.role != both_ways[peer.transport] or other.role != peer.role:
                continue
            mutual = other in peers and peer.port in other.targets
            if peer.transport == "tcp" and (not mutual or peer.port == other.port):
                continue
            if not mutual or (says(peer), peer.path) > (says(other), other.path):
                peer.role, peer.kind = "client", ""
                other.role = "server"
    beside = {}
    for script in scripts:
        if script.transport == "udp" and script.role and not script.peer:
            beside.setdefault(folder_of(script), []).append(script)
    for there in beside.values():  # where the ports are not told, names must do
        if [s.role for s in there] == ["server"] * 2 and sorted(map(says, there)) == [0, 2]:
            max(there, key=says).role, max(there, key=says).kind = "client", ""
    served = {s.transport for s in scripts if s.role == "server" and not s.peer}
    for script in scripts:
        if script.peer:
            alone = script.transport not in served
            script.role, script.kind = ("both", script.kind or "pair") if alone else ("client", "")
            script.peer = alone


def folder_of(script):
    return PurePosixPath(script.path).parent


def forget_own_modules(folder, scripts):
    """Take back the complaint about a module where it was handed in beside the script."""
    for script in scripts:
        beside = Path(folder, script.path.partition("#")[0]).parent
        for module in [name for name in script.mistakes if name.startswith("module ")]:
            name = module.partition(" ")[2]
            if (beside / f"{name}.py").exists() or (beside / name).is_dir():
                del script.mistakes[module]


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
             if server and client or (a is b) == (a.role == "both" or b.role == "both")]
    for pair in pairs if kind == "chat" and not client else ():
        pair.more = tuple(other for other in clients if other is not pair.client and are_of_one_chat(pair, other))
    return sorted(pairs, key=lambda pair: (-pair.score, pair.server.path, pair.client.path))


def are_of_one_chat(pair, other):
    """Tell whether the client of a pair, and another one, have ports of their own, and look for the same server."""
    ports = {pair.server.port, pair.client.port, other.port}
    return (len(ports) == 3 and None not in ports and folder_of(other) == folder_of(pair.client)
            and all(pair.server.port in script.targets for script in (pair.client, other)))


def likelihood(server, client):
    """Return how likely it is that these two belong together and are meant to be marked, as a score."""
    score = 0.0
    if server.port and client.port:
        score += 4 if server.port == client.port else -6
    a, b = PurePosixPath(server.path), PurePosixPath(client.path)
    score += 4 if a.parent == b.parent else 2 if a.parent.parent == b.parent.parent else 0
    score += 2 if kin(a) == kin(b) else 0
    if server.kind == "chat":
        score += 3 if client.threads else -1
    else:
        score += 1 if server.threads == client.threads else -1 if server.threads else -2
        score += 0 if server.asks else -3  # it answers by itself: an echo
    return score + merit(server) + merit(client) + 0.5 * (says(client) - says(server))


def merit(script):
    """Return how likely it is that a script is meant to be marked, whatever it is paired with, as a score."""
    score = -5 * bool(script.error) - 3 * bool(script.mistakes.keys() & {"_name_", "port is text"})
    score += 2 * is_of_this(script.path) - 2 * is_of_another(script.path)
    score += 0.5 * is_final(script.path) - is_copy(script.path)
    return score - 0.1 * script.path.count("/")


def set_aside(handin, forced):
    """Move pairs that are of another practical out of the way, if the hand-in holds one that is not."""
    def other(pair):
        return any(is_of_another(script.path) for script in (pair.server, pair.client))

    found = [pair for pairs in handin.pairs.values() for pair in pairs]
    if any(not other(pair) for pair in found):
        for section, pairs in handin.pairs.items():
            if section not in forced:
                handin.others += [pair for pair in pairs if other(pair)]
                handin.pairs[section] = [pair for pair in pairs if not other(pair)]


def add_halves(handin):
    """Add the servers and clients that have nobody to talk to, so that each is marked by itself.

    A server and a client over different transports are no pair, but what was handed in as one, if there is no other.
    """
    pairs = [pair for found in [*handin.pairs.values(), handin.others] for pair in found]
    paired = {(script.path, script.transport) for pair in pairs for script in (pair.server, pair.client)}
    alone = [script for script in handin.scripts
             if script.role and (script.path, script.transport) not in paired]
    alone = [script for script in alone if not is_of_another(script.path)] or ([] if pairs else alone)
    if not pairs and sorted(script.role for script in alone) == ["client", "server"]:
        server, client = sorted(alone, key=lambda script: script.role == "client")
        if server.transport != client.transport:
            handin.pairs[section_of(server)].append(Pair(section_of(server), server, client, score=-50.0))
            return
    for script in alone:
        half = Pair(section_of(script), **{"client" if script.role == "client" else "server": script}, score=-50.0)
        handin.pairs[half.section].append(half)


def section_of(script):
    """Return the section of a script that is alone."""
    return f"{script.transport}-{script.kind or 'pair'}"


def table(handin):
    """Return what was found, as lines for a person."""
    lines = []
    for section, pairs in handin.pairs.items():
        for number, pair in enumerate(pairs):
            names = "  ".join(script.path if script else "(none)" for script in (pair.server, pair.client))
            lines.append(f"{section if not number else '':9}  {names}   ({pair.score:.1f})")
    for pair in handin.others:
        lines.append(f"other      {pair.server.path}  {pair.client.path}   ({pair.score:.1f})")
    for script in handin.scripts:
        where = f"{script.host or '?'}:{script.port or '?'}" if script.role else ""
        asks = [question.wants for question in script.questions] + script.arguments
        lines.append(f"  {script.path}: {handin.label(script)} {where} {script.error} "
                     f"asks={asks} stops={list(script.stops)} mistakes={script.mistakes}")
    return lines + [f"  left out: {line}" for line in handin.left_out]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Print what was found in hand-ins.")
    parser.add_argument("path", nargs="+", help="a folder or a zip")
    for name in parser.parse_args().path:
        try:
            with opened(name) as found:
                print(*table(found), sep="\n")
        except ValueError as error:
            sys.exit(f"handin: {error}")
