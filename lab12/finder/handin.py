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

from lab12.finder.accounts import look_up_accounts
from lab12.finder.configs import look_up_addresses, look_up_stops, name_files
from lab12.finder.menus import PLACES
from lab12.finder.modules import dotted, from_above, idle, own_modules, want_packages
from lab12.finder.names import is_of_tests, says
from lab12.finder.pairing import (
    SECTIONS,
    add_halves,
    candidates,
    drop_scrap,
    folder_of,
    keep_together,
    set_answering_aside,
    set_aside,
    set_mute_aside,
)
from lab12.finder.parsing import untypeset
from lab12.finder.source import Script, read
from lab12.finder.unpack import Allowance, closed, files, is_document, programs, unpack

TOLD = 20      # programs that are named where another one was asked for
WORK = 40.0    # seconds of processor time in which the scripts of a hand-in are read: a semester takes one


@dataclass
class HandIn:
    """What was found in a hand-in: every script, and for each section its pairs, the likeliest first."""

    folder: Path
    scripts: list
    pairs: dict = field(default_factory=dict)     # section -> list of Pair
    others: list = field(default_factory=list)    # pairs of other practicals: the echo of 12a, the ping of 13
    left_out: list = field(default_factory=list)  # lines about what was not unpacked from a zip
    typeset: list = field(default_factory=list)   # documents whose code was read as it was before Word set it

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
                    raise ValueError(f"{path}: {no_hand_in(archive, error)}") from error
                left_out.append(f"{archive.name}: {error}")
        folder.mkdir(exist_ok=True)
        archives = [file for file in files(folder) if file.suffix.lower() == ".zip"]
        if not archives or next(programs(folder), None):
            break
    handin = find(folder, chosen)
    handin.left_out += left_out
    return handin


def no_hand_in(path, error):
    """Return in words why there is nothing to be read at a path, where it could not be unpacked."""
    if not path.exists():
        return "there is no such folder or zip"
    if not isinstance(error, zipfile.BadZipFile):
        return str(error)
    if not path.is_file():
        return "neither a folder nor a zip, and no file at all"
    named = path.suffix.lower() == ".zip"
    return "this zip is damaged or cut off: ask for it again" if named else "neither a folder nor a zip"


def find(folder, chosen=None):
    """Return the HandIn of a folder.

    `chosen` overrides what is found: {"tcp-pair-server": "a.py"}; raises ValueError if there is no such file, or
    nothing that could go with it.
    """
    folder = Path(folder)
    as_read = list(programs(folder))
    found = [(path, untypeset(source) if is_document(folder, path) else source) for path, source in as_read]
    typeset = [path.partition("#")[0] for path, source in as_read if (path, source) not in found]
    found = [program for program in found if not is_of_tests(*program)] or found
    scripts = read_all(found)
    look_up_accounts(folder, scripts)
    look_up_addresses(folder, scripts)
    look_up_stops(folder, scripts)
    name_files(folder, scripts)
    share_keys(scripts)
    settle_peers(scripts)
    leave_to_a_person(scripts)
    adopt_unreadable(scripts)
    name_apart(scripts)
    forget_own_modules(folder, scripts)
    want_packages(files(folder), scripts)
    handin, chosen = HandIn(folder, scripts, typeset=list(dict.fromkeys(typeset))), dict(chosen or {})
    handin.left_out += [f"{name}: this user may not read it" for name in closed(folder)]
    for role, path in chosen.items():
        if role.rpartition("-")[0] not in SECTIONS:
            raise ValueError(f"{role}={path}: there is no such section")
        if not by_path(scripts, path):
            there = ", ".join(script.path for script in scripts[:TOLD]) + ", ..." * (len(scripts) > TOLD)
            raise ValueError(f"{role}={path}: no such program in the hand-in; there are {there or 'none'}")
    for section in SECTIONS:
        forced = [by_path(scripts, chosen.get(f"{section}-{role}"), section) for role in ("server", "client")]
        handin.pairs[section] = candidates(section, scripts, *forced)
        wrong = next((script for script in forced if script and script.transport not in section), None)
        if wrong and not handin.pairs[section]:
            raise ValueError(f"{wrong.path} is over {wrong.transport.upper()}, and nothing in {section} goes with it")
    forced = {role.rpartition("-")[0] for role in chosen}
    keep_together(handin, forced)
    drop_scrap(handin, forced)
    set_aside(handin, forced)
    set_answering_aside(handin, forced)
    set_mute_aside(handin, forced)
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
            script.module, script.beside = dotted(path, source), tuple(beside)
            script.above_it = 0 if script.module else from_above(path, [source, *(text for _, text in modules)])
            for part in {part for name in beside[path] for part in PurePosixPath(name).with_suffix("").parts}:
                script.mistakes.pop(f"module {part}", None)
            if path in needed and idle(source):
                script.role = ""
            if modules and script.role == "both" and says(script) != 1:  # what it imports holds both
                script.role, script.kind = ("client", "") if says(script) == 2 else ("server", script.kind)
            scripts.append(script)
    return scripts


def share_keys(scripts):
    """Have a server be told on its command line what its client has to be told there, as one key of both: --psk KEY.

    Left away, it may draw one at random and show it.
    """
    for client in [one for one in scripts if one.role == "client" and "text" in one.commands.get("", ())]:
        words = client.commands[""]
        for name, option in client.options.items():
            at = words.index(option) + 1 if option in words else 0
            beside = [one for one in scripts if one.role == "server" and one.transport == client.transport
                      and one.commands.keys() == {""} and name in one.options]
            if beside and words[at:at + 1] == ["text"] and at:
                words[at] = "key"
                for server in beside:
                    told, own = server.commands[""], server.options[name]
                    end = told.index(own) if own in told else len(told)
                    server.commands[""] = [*told[:end], own, "key", *told[end + 2:]]


def settle_peers(scripts):
    """Say which of two programs that both wait for the other is the client: the one that sends to where the other is.

    One that a client calls remains a server, whatever it tells a third one that asks nobody, as one that keeps a log.
    One of which two copies may talk is both, unless there is a server for it.
    """
    both_ways = {"udp": "server", "tcp": "both"}
    peers = [s for s in scripts if s.role and s.role == both_ways.get(s.transport) and any(s.targets) and not s.peer]
    for peer in peers:
        for other in [one for one in scripts if one.port in peer.targets and one.transport == peer.transport]:
            if other is peer or peer.role != both_ways[peer.transport] or other.role != peer.role:
                continue
            mutual = other in peers and peer.port in other.targets
            if not (mutual or other.asks) and any(one.role == "client" and peer.port in one.targets for one in scripts):
                continue
            one, two = folder_of(other), folder_of(peer)
            calls_itself = set(other.targets) == {other.port} and (one == two or one.parent == two.parent != two)
            if peer.transport == "tcp" and (not mutual and not calls_itself or peer.port == other.port):
                continue
            if not mutual or waits_less(peer) > waits_less(other):
                peer.role, peer.kind = "client", ""
                other.role = "server"
    beside = {}
    for script in scripts:
        if script.transport == "udp" and script.role and not script.peer:
            beside.setdefault(folder_of(script), []).append(script)
    for there in beside.values():  # where the ports are not told, names must do
        told = all(menu.goes_on in PLACES.values() for s in there for menu in s.menus) and all(s.menus for s in there)
        if [s.role for s in there] == ["server"] * 2 and (sorted(map(says, there)) == [0, 2] or told):
            client = max(there, key=lambda s: (not (told and s.hears_first), says(s), s.path))
            client.role, client.kind = "client", ""
        servers = [s for s in there if s.role == "server"]
        calling = [s for s in servers if s.asks and s.port and "port" in s.wants]
        if len(calling) < len(servers):
            for client in calling:  # each is told beforehand where another one waits
                client.role, client.kind = "client", ""
    served = {s.transport for s in scripts if s.role == "server" and not s.peer}
    for script in scripts:
        if script.peer:
            alone = script.transport not in served
            script.role, script.kind = ("both", script.kind or "pair") if alone else ("client", "")
            script.peer = alone


def leave_to_a_person(scripts):
    """Note of peers over TCP that they find each other through a server over UDP: three programs have to run."""
    for peer in [one for one in scripts if one.transport == "tcp" and one.role == "both" and {"sendto", "recvfrom"} <= {
            *one.lines}]:
        beside = [one for one in scripts if one.transport == "udp" and one.role and folder_of(one) == folder_of(peer)]
        if len(beside) == 1 and beside[0].role == "server" and not beside[0].asks and not peer.by_hand:
            peer.by_hand = f"finds the others through {beside[0].name}, over UDP, and talks with them over TCP, so " \
                "three programs have to run"
            beside[0].role = beside[0].kind = ""  # a part of that, and no server of its own


def waits_less(script):
    """Return what tells which of two that call each other is the client: who asks, or is called so, or speaks first.

    A number at the end of a name says less than that.
    """
    return script.asks, says(script, numbers=False), not script.hears_first, says(script), script.path


def adopt_unreadable(scripts):
    """Take a file that is no Python, and by its name the other half of a script beside it, for that half.

    A page of the web that has been translated may hold one: "impor soket".
    """
    for one in scripts:
        roles = {0: ("server", "client"), 2: ("client", "server")}.get(says(one))
        beside = [other for other in scripts if other.role and folder_of(other) == folder_of(one)]
        partners = [other for other in beside if roles and other.role == roles[1]]
        if one.error and not one.role and partners and not any(other.role in (roles[0], "both") for other in beside):
            one.role, one.transport = roles[0], partners[0].transport
            one.kind = "pair" if one.role == "server" else ""


def name_apart(scripts):
    """Note which servers and clients are called the same but for their folders: server/main.py, client/main.py."""
    for script in scripts:
        script.namesake = any(script.path.rpartition("/")[2] == other.path.rpartition("/")[2] and {
            script.role, other.role} == {"server", "client"} for other in scripts)


def forget_own_modules(folder, scripts):
    """Take back the complaint about a module where it was handed in beside the script."""
    for script in scripts:
        beside = Path(folder, script.path.partition("#")[0]).parent
        for module in [name for name in script.mistakes if name.startswith("module ")]:
            name = module.partition(" ")[2]
            if (beside / f"{name}.py").exists() or (beside / name).is_dir():
                del script.mistakes[module]


def table(handin):
    """Return what was found, as lines for a person."""
    lines = []
    for section, pairs in handin.pairs.items():
        for number, pair in enumerate(pairs):
            names = "  ".join(script.path if script else "(none)" for script in (pair.server, pair.client))
            lines.append(f"{section if not number else '':9}  {names}   ({pair.score:.1f})")
    for pair in handin.others:
        names = "  ".join(script.path if script else "(none)" for script in (pair.server, pair.client))
        lines.append(f"other      {names}   ({pair.score:.1f})")
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
