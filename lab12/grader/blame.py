"""Blame: one fault costs one mark; what only depends on it is not tried, and is not missed once more."""
import re

from lab12.grader.faults import faults
from lab12.grader.hints import sources
from lab12.rubric.checks import MISSED, NOT_TRIED, PASSED, lower

CHANGING = re.compile(r"<.*>|\d+")  # of an error that comes again: which socket, which port
ELSEWHERE = "the client looks for a server at"
ENDED = "has ended with status 0"
ERROR = re.compile(r"(?:has ended|in a thread): (\w+Error\b.*, line \d+.*)")
PLACE = re.compile(r", line \d+")  # of a hint that says where
TALK = {"message", "reply", "turns", "everybody"}
ENDS = {"lost", "next_client", "stops"}  # how a conversation ends: what one who goes leaves behind
BEGINS = {"starts", "listens"}
HALVES = {"server_half", "client_half"}  # each is lost by its own faults, and only by those


def settle(results, driver, pair):
    """Take back the misses, and marks, of a section that follow from what another check has found already."""
    never_called(results, driver)
    elsewhere(results)
    asked_once(results)
    server, client = sources(pair)
    known = {}  # fault -> the Result that it was first seen in
    for result in results.values():
        found = faults(result, {"server": server, "client": client}) if result.outcome == MISSED else []
        found = next((fault for fault in found if not fault.of_connection), None) or next(
            (fault for fault in found if result.name in TALK or alike(fault) in known), None)
        if not found:
            continue
        if alike(found) in known and result.name not in HALVES:
            forget(result, f"not tried, since the {found.role} fails as before ({lower(known[alike(found)].title)}): "
                           f"{found.words}")
        else:
            known.setdefault(alike(found), result)


def alike(fault):
    """Return what makes an error the same as one before: whose it is, what Python says of it, and where."""
    return fault.role, CHANGING.sub("", fault.words), fault.line, fault.file


def same_cause(results):
    """Take back what is missed of the talk with the hint of an earlier miss, by its line: both come of one fault.

    So it is with what is missed once a client has gone: a server that does not notice it serves nobody after that. And
    so it is where a server ends at once, and therefore waits nowhere.
    """
    known = {}  # (of what, cause) -> the Result that it was first seen in
    for result in results.values():
        at_once = result.name in BEGINS and ENDED in result.seen
        ends = result.name in ENDS
        if result.outcome != MISSED or not (result.name in TALK or ends or at_once) or not PLACE.search(result.hint):
            continue
        causes = [(ends, cause) for cause in causes_of(result)]
        if first := next((known[cause] for cause in causes if cause in known), None):
            forget(result, f"not tried, since it fails for the same reason: {lower(first.title)}")
            follow(result, results)
        else:
            known |= dict.fromkeys(causes, result)


def causes_of(result):
    """Return what tells the cause of a miss: its hint and, of an error at its place, that error.

    Of a stop word it is the error alone: what a server shows of one who leaves so, which nobody has said, was tried.
    """
    error = ERROR.search(result.seen)
    return [*([result.hint] if result.name != "stops" else []),
            *([(result.hint.partition(": ")[0], error[1])] if error else [])]


def follow(cause, results):
    """Say of what was not tried since this has failed what is said of this now: it was no fault of its own."""
    for result in results.values():
        if result.outcome == NOT_TRIED and result.reason == f"not tried, since this failed: {lower(cause.title)}":
            result.reason = cause.reason


def never_called(results, driver):
    """Take back the mark for a client that looks for its server where none of the clients has called anybody."""
    listens, starts = results.get("listens"), results.get("starts")
    if not listens or listens.outcome != PASSED or driver.looked or not driver.sees or not driver.roles.client:
        return
    if windows := driver.roles.client.by_hand:
        forget(listens, f"not tried: {driver.roles.client.path} {windows}: try it by hand")
        return
    failed = next((one for one in (starts, results.get("message")) if one and one.outcome == MISSED), None)
    if failed:
        forget(listens, f"not tried, since this failed: {lower(failed.title)}")
    else:
        listens.outcome, listens.expected = MISSED, "the client to look for the server at its port"
        listens.seen = "the client calls nobody"
        listens.reason = f"expected {listens.expected}; {listens.seen}"


def asked_once(results):
    """Take back what is missed since a client has ended after its first message, once `turns` is missed for that."""
    turns = results.get("turns")
    for result in results.values() if turns and turns.outcome == MISSED and ENDED in turns.seen else ():
        if result.outcome == MISSED and result is not turns and result.name not in HALVES and ENDED in result.seen and (
                "to ask" in result.expected):
            forget(result, f"not tried, since this failed: {lower(turns.title)}")


def elsewhere(results):
    """Take back the mark for a client that looks for its server where that waits, if its first message goes elsewhere.

    Over UDP only that tells where it goes.
    """
    listens, message = results.get("listens"), results.get("message")
    if listens and message and listens.outcome == PASSED and message.outcome == MISSED and (
            ELSEWHERE in message.seen):
        what = "port" if f"{ELSEWHERE} port" in message.seen else "address"
        listens.outcome, listens.expected = MISSED, f"the client to look for the server at its {what}"
        listens.seen, listens.hint = message.seen, message.hint
        listens.reason = f"expected {listens.expected}; {listens.seen}"


def forget(result, reason):
    """Make a Result one of a check that was not tried."""
    result.outcome, result.reason, result.expected, result.seen, result.hint = NOT_TRIED, reason, "", "", ""
    result.waits, result.steps, result.screens, result.wire = [], [], {}, None
