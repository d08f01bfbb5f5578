"""Grade marks a hand-in: each section by the pair that does best, in a process that cannot go on for ever."""
import functools
import os
import platform
import re
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import PurePosixPath as Path

from lab12.driver import drawing
from lab12.driver.driver import Driver
from lab12.driver.hosts import own_address
from lab12.driver.roles import Roles
from lab12.finder.names import tried
from lab12.finder.prose import UNREAD, unreadable
from lab12.finder.unpack import lines_above
from lab12.finder.web import for_browser
from lab12.grader import blame, hints, verdict
from lab12.grader.candidates import left_to_hand, meant, not_aside, once_each, prescribed, serves_more
from lab12.grader.mask import masked
from lab12.grader.mixups import other_keyword
from lab12.grader.otherwise import otherwise
from lab12.grader.reading import Source
from lab12.guard import bounds, sandbox, tidy, worker
from lab12.guard.reader import opened
from lab12.rubric import losses
from lab12.rubric.checks import FAILED, MISSED, NOT_TRIED, PASSED, TIME, Result, perform_all
from lab12.rubric.listing import SECTIONS
from lab12.rubric.scheme import Scheme, read_scheme
from lab12.stage.stage import prepare

TRIED = 10    # pairs of a section that are tried, if the likelier ones do not work
NOT_OF_ANSWERS = re.compile(r"^The grader|(?:Name|Syntax|Indentation|Tab|Import|ModuleNotFound|Type|Attribute)Error")
MANY = 5      # folders whose programs talk with each other: hand-ins of several students, not one's practicals
ENOUGH = 150.0  # seconds for a hand-in, on a computer that does nothing else; after them no further pair is tried
LEAST = 30.0  # seconds for the checks of a pair that was begun before
NAMED = 3     # files that are named where none can be read
NOT_SENT = "nothing was sent for this: it follows from the source, or from what was seen before"
NOT_DRAWN = "not drawn for a check of what only the kit's own scripts promise"
NOT_SEEN = "nobody can look at what is sent: there is no private network"
DOUBTED = 3  # pairs that are tried as a chat where none works as a pair
FAR = 9       # by so much a pair may be less likely than the likeliest one and still be tried: not by different ports


@dataclass
class Section:
    """The marks of one section: its verdict and its Results, and what was found out besides."""

    name: str
    verdict: str
    reason: str
    server: str = None
    client: str = None
    results: list = field(default_factory=list)
    others: list = field(default_factory=list)     # pairs that might have been meant, as (server, client)
    notes: list = field(default_factory=list)
    marks: dict = field(default_factory=dict)      # check -> marks got
    worth: dict = field(default_factory=dict)      # check -> marks to be had
    asks: bool = True                              # somebody types something in it, as far as can be read

    @property
    def got(self):
        return sum(self.marks.values())

    @property
    def out_of(self):
        return sum(self.worth.values())


@dataclass
class Grade:
    """All that is known of a hand-in, and what it is worth by a scheme."""

    lab: str
    sections: list
    total: float
    out_of: float
    counted: list
    left_out: list
    others: list
    notes: list = field(default_factory=list)
    python: str = platform.python_version()  # which has run it
    protection: str = ""  # of this computer from the programs, "bubblewrap", "namespaces" or "limits"
    why: str = ""  # it is not marked: no program that can be read is in it

    @property
    def failed(self):
        return any(result.outcome == FAILED for section in self.sections for result in section.results)

    @property
    def unmarked(self):
        """Whether it, or a section of it, is left to a person."""
        return bool(self.why) or any(section.verdict == verdict.NOT_MARKED for section in self.sections)


def grade(path, roles=None, scheme=None, name=None, wire=False):
    """Return the Grade of a hand-in, a folder or a zip; it goes by this name, or by its path.

    `scheme` is a Scheme, or what read_scheme takes. With `wire` the Result of each miss has the ladder of what crossed
    the network in it. Raises ValueError if `path` is neither, or if there is no such role, and SchemeError; OSError if
    there are no terminals.
    """
    scheme = scheme if isinstance(scheme, Scheme) else read_scheme(scheme)
    sandbox.level(), drawing.secret(), prepare()  # once for all processes that are forked from now on
    with opened(path, roles) as handin:
        end = time.monotonic() + ENOUGH * busy()
        sections = {name: mark(handin, name, scheme, wire, end) for name in SECTIONS}
        for transport in "tcp", "udp":
            doubt(handin, transport, sections, scheme, wire, end)
        return in_all(name or str(path), handin, list(sections.values()), scheme)


def busy():
    """Return how many times longer all takes here than on a computer that does nothing else, 1 at least."""
    try:
        return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    except OSError:
        return 1.0


def in_all(name, handin, sections, scheme):
    """Return the Grade of a hand-in whose sections have been marked."""
    counted = chosen(sections, scheme)
    marked = {path for section in sections for path in (section.server, section.client)}
    others = [(pair.server and pair.server.path, pair.client and pair.client.path) for pair in handin.others
              if not belongs(pair, handin)]
    others = [both for both in others if not marked & {*both} - {None}]
    unread = {script.path: gap for script in handin.scripts if (gap := unreadable(script))}
    why = "" if any(script.path not in unread for script in handin.scripts) else (
        "; ".join(f"{path} {gap}" for path, gap in [*unread.items()][:NAMED]) or "there is no Python program in it")
    handin.left_out += [f"{path}, {gap.removeprefix('is ') if UNREAD in gap else f'which {gap}'}"
                        for path, gap in unread.items() if not why and Path(path).name != "__init__.py"]
    if not marked - {None}:
        of_web = {script.path: f"which serves pages for a browser, by {package}" for script in handin.scripts
                  if (package := for_browser(script.source))}
        handin.left_out += [f"{script.path}, {of_web.get(script.path, 'which is neither a server nor a client')}"
                            for script in handin.scripts if script.path not in unread]
    return Grade(name, sections, sum(s.got for s in counted), sum(s.out_of for s in counted),
                 [s.name for s in counted], list(handin.left_out), others, remarks(handin) + later(handin, counted),
                 protection=sandbox.level(), why=why)


def belongs(pair, handin):
    """Tell whether a script of a pair of another practical goes at least as well with one of this practical."""
    scripts = [one for one in (pair.server, pair.client) if one]
    return any(other.score >= pair.score and any(one in (other.server, other.client) for one in scripts)
               for found in handin.pairs.values() for other in found)


def remarks(handin):
    """Return what is to be said of a hand-in as a whole."""
    both = [(script.path.rpartition("/")[0].partition("/")[0] for script in (pair.server, pair.client))
            for found in handin.pairs.values() for pair in found if pair.server and pair.client]
    folders = {server for server, client in both if server and server == client}
    told = [f"{name}: what a word processor has made of quotes, blanks and dashes in its code is undone"
            for name in handin.typeset]
    told += [f"{name}: several programs stand in it, one behind the other, and each is run by itself here; the file as "
             "it is runs the first one alone" for name in in_one_file(handin.scripts)]
    return told + [f"{len(folders)} folders in it hold programs that talk with each other; if these are hand-ins of "
                   "several students, make test CLASS=... marks each of them"] * (len(folders) >= MANY)


def in_one_file(scripts):
    """Return the names of the Python files in which several programs stand."""
    parted = [script.path.rpartition("#")[0] for script in scripts]
    return list(dict.fromkeys(name for name in parted if name.endswith((".py", ".pyw"))))


def later(handin, counted):
    """Return what is to be said where the last of several tries, as their names tell, is left to a person."""
    marked = {path for one in counted if one.verdict not in (verdict.MISSING, verdict.NOT_MARKED)
              for path in (one.server, one.client)} - {None}
    newer = [script for script in handin.scripts if marked and script.role and script.by_hand
             and tried(script.path) > max(map(tried, marked))]
    return [f"{script.path} is a later try, by its name, and {script.by_hand}: try it by hand. What is marked here is "
            "an earlier one" for script in sorted(newer, key=lambda one: -tried(one.path))[:1]]


def chosen(sections, scheme):
    """Return the sections that make the total: of two with as many marks, that in which somebody is asked for anything.
    """
    among = [section for section in sections if section.name in scheme.sections]
    if scheme.count == "all":
        return among
    number = 1 if scheme.count == "best" else scheme.count
    best = sorted(among, key=lambda one: (-one.got, one.verdict == verdict.MISSING, not (one.server or one.client),
                                          not one.asks))[:number]
    return [section for section in sections if section in best]


def mark(handin, name, scheme, wire=False, end=float("inf")):
    """Return the Section of a hand-in: that of its best pair, of those that are tried before the `end`."""
    candidates = prescribed(handin.pairs[name], scheme.scripts.get(name.partition("-")[2]))
    likely, tried = once_each([pair for pair in candidates if pair.score > candidates[0].score - FAR]), []
    for pair in likely[:TRIED]:
        if time.monotonic() > end:
            break
        tried.append(mark_pair(handin, name, pair, scheme, wire, end))
        another, told = otherwise(pair) if tried[-1].verdict != verdict.WORKS else (None, "")
        if another and time.monotonic() < end:
            first, second = tried[-1], mark_pair(handin, name, another, scheme, wire, end)
            if second.got > first.got:
                second.notes.append(f"{told}: {lower(first.reason)}")
                tried[-1] = second
        if tried[-1].verdict == verdict.WORKS:
            more = serves_more(pair, likely)
            newer = mark_pair(handin, name, more, scheme, wire, end) if more and time.monotonic() < end else tried[-1]
            tried[-1:] = [max(tried[-1], newer, key=lambda one: (one.verdict == verdict.WORKS, one.got))]
            break
    if likely and not tried:
        return worth_of(Section(name, verdict.NOT_MARKED, f"It was not tried: {ENOUGH:.0f} seconds were up, which "
                                "what else was handed in has taken; --role names the files."), scheme)
    if not tried:
        return worth_of(Section(name, verdict.MISSING, verdict.missing(None)), scheme)
    best = max(meant(not_aside(tried)), key=lambda section: section.got)  # one may have more than another by chance
    best = best if best.verdict == verdict.WORKS else left_to_hand(likely, tried) or best
    if best.verdict != verdict.WORKS and (rest := len(likely) - len(tried)):
        why = f"{ENOUGH:.0f} seconds were up" if len(tried) < TRIED else f"{TRIED} likelier ones were"
        best.notes.append(f"{rest} more of the pairs that might be meant were not tried: {why}; --role names the files")
    paths = [(pair.server and pair.server.path, pair.client and pair.client.path) for pair in candidates]
    best.others = [both for both in paths if both != (best.server, best.client)]
    return best


def doubt(handin, transport, sections, scheme, wire, end):
    """Take a pair that does not work for a chat if it does as one: its server's user is not asked for anything.

    Where each user has to fetch what others have said, from a server that sends nothing by itself, it is none; nor
    where the server sends the same words whatever comes. Nor is one that sends each client its own back, and another
    one's by a mistake: all threads have one name for their client.
    """
    pair, chat = f"{transport}-pair", f"{transport}-chat"
    if sections[pair].verdict == verdict.WORKS or sections[chat].verdict != verdict.MISSING or time.monotonic() > end:
        return
    tried = []
    for candidate in handin.pairs[pair][:DOUBTED]:
        server, client = candidate.server, candidate.client
        if server and client and not server.asks and client.asks and (client.threads or not server.only_answers) and (
                time.monotonic() < end and not Source(server, "server").says_by_heart):
            tried.append(mark_pair(handin, chat, candidate, scheme, wire, end))
            if tried[-1].verdict == verdict.WORKS:
                break
    best = max(tried, key=lambda section: section.got, default=None)
    if best and best.verdict != verdict.WORKS and sections[pair].verdict == verdict.ECHO and not any(
            one.client.threads for one in handin.pairs[pair] if one.client and one.client.path == best.client):
        return
    if best and any(result.name == "message" and result.outcome == PASSED for result in best.results):
        best.others = [(one.server, one.client) for one in tried if one is not best]
        sections[chat] = best
        sections[pair] = worth_of(Section(pair, verdict.MISSING, verdict.missing(None)), scheme)


def mark_pair(handin, name, pair, scheme, wire, end=float("inf")):
    """Mark one pair in a process of its own, by the `end`; it is the grader's failure if that does not come back."""
    longest = TIME * busy()
    seconds = min(longest, max(LEAST, end - time.monotonic()))
    with laid_out(handin, name, pair, scheme, wire) as (roles, room):
        work = functools.partial(perform, roles, pair, room, scheme, seconds)
        found = worker.Worker(work, 2 * longest, bounded=True).answer(2 * longest)
    if isinstance(found, str):
        results = {one.name: Result(one.name, one.title, FAILED, one.form, found) for one in scheme.checks(name)}
        found = verdict.NOT_MARKED, f"The grader failed: {found}", {one: vars(it) for one, it in results.items()}, []
    judged, reason, results, notes = found
    judged = verdict.MISSING if judged == verdict.OTHER else judged
    results = [Result(**result) for result in results.values()]
    section = Section(name, judged, reason, pair.server and pair.server.path, pair.client and pair.client.path,
                      sorted(results, key=lambda result: result.form), notes=notes)
    section.asks = any(one and (one.asks or one.verbs or one.menus) for one in (pair.server, pair.client))
    return worth_of(section, scheme)


@contextmanager
def laid_out(handin, name, pair, scheme, wire=False):
    """Give the Roles of a pair whose scripts are copied into folders of their own, and the first of these folders."""
    scripts = [script for script in (pair.server, pair.client, *pair.more) if script]
    for script in scripts:
        script.above = lines_above(handin.folder, script)
    with tidy.room() as room, tidy.room() as other:
        paths, others = (bounds.lay_out(handin, scripts, folder) for folder in (room, other))
        yield Roles(name, pair.server, pair.client, paths, others, room, other, addresses_of(scripts),
                    stops=scheme.stops, wire=wire, more=pair.more), room


def perform(roles, pair, room, scheme, seconds=TIME):
    """Perform the checks of a section; return (verdict, reason, {name: fields of its Result}, notes)."""
    driver = Driver(roles)
    whole, checks = pair.server and pair.client, scheme.checks(roles.section)
    remarks = losses.Remarks(driver)
    results = perform_all(checks if whole else [one for one in checks if of_half(one, pair)], driver, seconds,
                          meanwhile=remarks.begin)
    blame.settle(results, driver, pair)
    judged, reason = verdict.judge(results, driver, pair)
    if judged == verdict.BROKEN and driver.guesses and not NOT_OF_ANSWERS.search(reason):
        driver.notices.add(f"the grader answered as it read the code: {'; '.join(sorted(driver.guesses))}. If a "
                           "user would answer otherwise, this verdict is not the hand-in's: try it by hand")
    for one in checks:
        if one.name not in results:
            results[one.name] = Result(one.name, one.title, NOT_TRIED, one.form, f"not tried: {lower(reason)}")
    by_hand = judged == verdict.NOT_MARKED and "by hand" in driver.facts  # what was seen without it says nothing
    untried = judged == verdict.OTHER, judged == verdict.NOT_MARKED and "elsewhere" in driver.facts
    for one in list(results.values()):
        if untried[0] or one.outcome == MISSED and (untried[1] or by_hand and one.name not in blame.HALVES):
            results[one.name] = Result(one.name, one.title, NOT_TRIED, one.form, f"not tried: {lower(reason)}")
    hints.add(results, driver, pair, checks)
    blame.same_cause(results)
    of_the_kit = {one.name for one in checks if one.kit}
    for result in results.values() if roles.wire else ():
        if result.outcome == MISSED and not result.wire:
            result.wire = {"nothing": NOT_SEEN if not driver.sees else NOT_DRAWN if result.name in of_the_kit
                           else NOT_SENT}
    if judged == verdict.WORKS:
        driver.notices.update([*remarks.told(), *never_waits(driver, pair)])
        if "speaks first" in driver.facts and (told := other_keyword(*hints.sources(pair))):
            driver.notices.add(told)
    remarks.close()
    sources = [script.source for script in (pair.server, pair.client) if script]
    results = {one.name: vars(results[one.name]) for one in checks}
    return masked((judged, reason, results, sorted(driver.notices)), sources, room, driver.drawn,
                  roles.other_room)


def never_waits(driver, pair):
    """Return what is to be said of programs that were seen to wait at the end of no check, but keep a core busy."""
    of = {"server": pair.server, "client": pair.client}
    return [f"{of[role].path} never waits: it takes 100 % of a core while nobody says anything. A call that waits in "
            "the place of one that asks again and again (select, recv, queue.get) leaves the core to others"
            for role in sorted(driver.facts.get("spins", set()) - driver.facts.get("rests", set())) if of[role]]


def lower(text):
    """Return a sentence as the end of another one; the name of a file, with which it may begin, stays as it is."""
    return (text[:1] if verdict.FILE.match(text) else text[:1].lower()) + text[1:].rstrip(".")


def of_half(one, pair):
    return one.name == ("server_half" if pair.server else "client_half")


def addresses_of(scripts):
    """Return the addresses that the network must have so that these scripts run as they are."""
    found = {address for script in scripts for address in (*script.addresses, script.probe)} - {""}
    if sandbox.level() == sandbox.LIMITS and any("own name" in script.mistakes for script in scripts) and (
            address := own_address()):
        found.add(address)  # they see this computer's own name
    return sorted(found)


def worth_of(section, scheme):
    """Give a section its marks."""
    for one in scheme.checks(section.name):
        section.worth[one.name] = scheme.worth(section.name, one)
    section.marks = {result.name: section.worth[result.name] if result.outcome == PASSED else 0
                     for result in section.results}
    return section
