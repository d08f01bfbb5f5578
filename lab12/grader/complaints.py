"""Complaints: what a program has said of what was typed in it, or sent, in place of the message; '' where nothing."""
import ast
import re

from lab12.driver.recorder import COMPLAINT
from lab12.finder.menus import EXITS
from lab12.finder.nodes import walk
from lab12.finder.syntax import CONNECTS, asks_user, called, line
from lab12.grader.catching import handles
from lab12.grader.received import LOGS

WORD = re.compile(r"[\"'](\w+)[\"']")
TYPED = re.compile(r"you type '(\w+)' in (.+)")
CAME = re.compile(r"it received (nothing|b['\"].*['\"])(?: and [\d,]+ bytes more)?$", re.S)
SHORT = 6  # letters: a text that is no longer may stand in any line
MOST = 60  # letters of what a program says that are quoted


def complains(result, source, server=None):
    """Return the hint for a program that shows a complaint of its own, or of its server, below what was typed last."""
    typed = WORD.search(result.expected)
    for name, lines in result.screens.items() if typed else ():
        words = [typed[1], *(found[1] for action, _ in result.steps if (found := TYPED.match(action))
                             and found[2] == name)]
        last = max((at for at, text in enumerate(lines) if any(word in text for word in words)), default=None)
        below = lines[last + 1:] if last is not None and re.fullmatch(rf"{source.role}( 1)?", name) else ()
        for text in filter(COMPLAINT.search, below):
            for whose, says in (source, "it says"), (server, "the server says"):
                if at := whose and stands_in(whose, text.strip()):
                    return f"{whose.line(at)}{text.strip()[:MOST]!r} is what {says} to what was typed. What does it " \
                        "look for before this line?"
    return ""


def says_why(result, source):
    """Return the hint for a program that has ended, and whose screen says in words of its own that something failed."""
    shown = [text.strip() for name, lines in result.screens.items() if name.partition(" ")[0] == source.role
             for text in lines[-1:]]
    for text in filter(COMPLAINT.search, shown):
        for node in source.tree.nodes:
            begins = node.value.strip() if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
            if len(begins) > SHORT and text.startswith(begins):
                return f"{source.line(line(node))}{text[:MOST]!r} is what it says before it ends. What does it look " \
                    "for before this line?"
    return ""


def stands_in(source, text):
    """Return the line in which a program has this text, or nearly all of it, as no prompt; None where it has not."""
    for node in source.tree.nodes:
        value = node.value if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)) else ""
        value = value.decode(errors="replace") if isinstance(value, bytes) else value
        if len(text) / 2 < len(value.strip()) > SHORT and value.strip() in text and not any(
                asks_user(call) for call in source.tree.above(node, ast.Call)):
            return line(node)
    return None


def ends_silently(client):
    """Return the hint for a client that catches the error of its call where nobody waits, and ends without a word."""
    for call in client.of(*CONNECTS, "recv", "recvfrom"):
        for above in client.tree.above(call, ast.Try):
            caught = next((one for one in above.handlers if handles(one, "ConnectionRefusedError")), None)
            if caught and not shows(client.tree, caught) and any(
                    part is call for one in above.body for part in walk(one)):
                return f"{client.line(line(caught))}the error is caught here, and nobody is told: say in one line " \
                    "that there is no server, before it ends."
    return ""


def tells(client):
    """Tell whether a client that catches the error of its call says there that nobody is to be talked to."""
    handlers = [one for call in client.of(*CONNECTS) for above in client.tree.above(call, ast.Try)
                for one in above.handlers if any(part is call for node in above.body for part in walk(node))]
    return any(handles(one, "ConnectionRefusedError") and shows(client.tree, one) for one in handlers)


def shows(tree, handler):
    """Tell whether an except says anything: print(error), sys.exit("no server")."""
    calls = [part for one in handler.body for part in walk(one) if isinstance(part, ast.Call) and part.args]
    return any(called(call) in {"print", "write", *LOGS} or called(call) in {*EXITS, "SystemExit"} and isinstance(
        tree.value(call.args[0]), str) for call in calls)


def not_come(result, source):
    """Return what is to be said of a program of which nothing has come to ours, or not what was typed."""
    came, typed = CAME.search(result.seen), WORD.search(result.expected)
    if not (came and typed):
        return ""
    if came[1] != "nothing":
        return f"{source.sends}{came[1][:MOST]} is what has come to ours, and {typed[1]!r} was typed. Does this line " \
            "send that, and all of it?"
    if source.script.transport == "udp":
        return f"{source.sends}nothing of what was typed has come to ours from here: is this line reached, and does " \
            "it send to where ours is?"
    return f"{source.sends}nothing of what was typed has come to ours from here: is this line reached?"
