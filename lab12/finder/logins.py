"""Logins: whether a TCP server reads something of each client before its messages, and whether a client sends that.

Of two clients beside a server that takes a name first, the one that sends a name is meant for it.
"""
import ast

from lab12.finder.later import target_of_start
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.settling import settling
from lab12.finder.syntax import LOOPS, RECEIVES, SENDS, asks_user, called, last_name

ACCEPTS = "accept", "sock_accept"


def takes_first(tree):
    """Tell whether a server receives something from each client, before it sends anything and before its loop.

    Where it asks for that before the function that receives it begins, the word "asked" tells so.
    """
    waits = {tree.above(call, LOOPS)[:1][0] for call in tree.of(*ACCEPTS) if tree.above(call, LOOPS)}
    receives, sends = tree.of(*RECEIVES), tree.of(*SENDS)
    for call in receives:
        function = tree.function(call)
        beside = [one for one in receives if tree.function(one) is function]
        before = [one for one in sends if tree.function(one) is function and one.lineno < call.lineno]
        if not in_loop(tree, call, waits) and not before and any(
                in_loop(tree, one, waits) and one.lineno > call.lineno for one in beside):
            asked = [one for one in sends for use in starts(tree, function) if tree.function(one) is tree.function(
                use) and one.lineno < use.lineno and in_loop(tree, one)]
            return "asked" if asked else True
    return False


def starts(tree, function):
    """Return the calls by which a function begins, be it in a thread: serve(link), Thread(target=serve)."""
    name = getattr(function, "name", "")
    return [call for call in tree.calls if name and name in (called(call), last_name(target_of_start(call)))]


def takes_in(tree):
    """Tell whether a server receives something of each client, asked for or not, before the loop of its messages."""
    waits = {tree.above(call, LOOPS)[:1][0] for call in tree.of(*ACCEPTS) if tree.above(call, LOOPS)}
    talks = [in_loop(tree, call, waits) for call in tree.of(*RECEIVES)]
    return any(talks) and not all(talks)


def gives_first(tree):
    """Tell whether a client sends something before its loop; None where it has no loop in which it sends."""
    sends = tree.of(*SENDS)
    talks = [one for one in sends if in_loop(tree, one)]
    if not talks:
        return None
    return any(not in_loop(tree, one) and tree.function(one) is tree.function(talk) and one.lineno < talk.lineno
               for one in sends for talk in talks)


def in_loop(tree, call, but=()):
    """Tell whether a call stands in a loop of its function, other than these."""
    return any(loop not in but for loop in tree.above(call, LOOPS))


def awaits_leave(tree):
    """Tell whether a client sends something and waits for an answer to it, before its loop: ack = s.recv(99).

    It may do so by a function of its own that gives what comes: ack = read_line(s). A loop in which its user logs in is
    before that one.
    """
    receives, early = tree.of(*RECEIVES), settling(tree)
    readers = {getattr(tree.function(call), "name", "") for call in receives if tree.function(call) and any(
        isinstance(part, ast.Return) and part.value for part in walk(tree.function(call)))}
    receives = receives + tree.named(*readers - {""})
    return any(in_loop(tree, one, early) for one in receives) and any(
        not in_loop(tree, one, early) and not in_loop(tree, sent, early) and tree.function(one) is tree.function(sent)
        and sent.lineno < one.lineno for one in receives for sent in tree.of(*SENDS))


def hears_first(tree):
    """Tell whether the loop of a conversation waits for a message before it asks its user for one."""
    for part in [part for loop in tree.loops for part in loop.body]:
        nodes = reached(tree, [part])
        if any(map(asks_user, nodes)) != any(called(node) in RECEIVES for node in nodes):
            return not any(map(asks_user, nodes))
    return False
