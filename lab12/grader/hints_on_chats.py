"""Hints on chats: which clients see a message, when, and which should not."""
import ast

from lab12.driver.words import PASSED_ON
from lab12.finder.nodes import walk
from lab12.finder.syntax import called, given_names, last_name, line
from lab12.grader.anew import connects_each_time, connects_twice, socket_each_time
from lab12.grader.broadcasting import (
    answers_author,
    compares_all,
    door_for_author,
    link_for_name,
    sliced,
    stops_after_first,
)
from lab12.grader.framed import framing, takes_apart
from lab12.grader.keys import by_key
from lab12.grader.late import starts_each_time
from lab12.grader.locks import held_while_hearing, lock_twice, never_released
from lab12.grader.lost import not_passed_on
from lab12.grader.lost_at_clients import not_shown
from lab12.grader.naming import nameless
from lab12.grader.order import answers_once, leaves_loop
from lab12.grader.own_lists import own_instead, own_list
from lab12.grader.passing import asks_for_each, drops, is_for_addresses, shared_name
from lab12.grader.patience import puts_out
from lab12.grader.queues import by_queue, emptied_after_input
from lab12.grader.reading import first
from lab12.grader.rounds import closed_each_time, heard_twice, kept_anew, taken_off_each_time
from lab12.grader.slips import compares_handler, compares_unlike, spares_nobody, spares_the_door
from lab12.grader.stuck import THREAD, made_anew, same_host, same_key, stops_loop, takes_author_off
from lab12.grader.wordings import REMOVES

LOCKS = {"Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore"}


def own(result, roles, server, client):
    return first(
        client and socket_each_time(client),
        client and connects_each_time(client),
        server.to_everybody and roles.transport == "udp" and f"{server.sends}what goes to a broadcast address or a "
        "group comes to its author as well: have the client leave out what it has said itself, by the name before it.",
        compares_all(server),
        is_for_addresses(server),
        spares_the_door(server),
        not server.spares_author and f"{server.passes}leave the author out when passing a message on: if client "
        + ("!= sender, the address that came with it." if roles.transport == "udp" else "is not sender."),
        spares_nobody(server),
        door_for_author(server),
        link_for_name(server),
        compares_unlike(server),
        compares_handler(server),
        answers_author(server),
        client and connects_twice(client),
        f"{server.passes}the author is meant to be left out here, and is not: compare the "
        f"{'addresses, host and port,' if server.calls('recvfrom') else 'sockets'} themselves.")


def promptly(result, roles, server, client):
    at_once = client.holding(r"\bsetblocking\(\s*(?:False|0)|\bsettimeout\(")
    looks = client.calls("select", "poll") and not client.threads and not {"stdin", "asyncio"} & client.tree.words
    return first(
        nameless(server, client),
        held_while_hearing(server),
        result and "it sleeps" in result.seen and f"{client.at('sleep')}while this sleeps, nothing that comes is shown:"
        " leave it out, since recv waits by itself until something is there.",
        locked_while_asking(client),
        emptied_after_input(client),
        starts_each_time(client),
        (not client.many_at_once and at_once or looks) and f"{client.at('select', 'recv', 'recvfrom')}the client looks "
        "for what has come only when its user has pressed Enter, since input() waits: receive in a thread of its own "
        "(threading.Thread(target=..., daemon=True)), all the time.",
        not client.many_at_once and client.at("recv", "recvfrom", "input") + THREAD,
        stops_loop(client),
        f"{client.receives}what comes is shown only with what comes next, or after the next Enter: print it at once.")


def locked_while_asking(source):
    """Return the hint for a lock that is held while its user thinks, and for which what comes has to wait; "" else."""
    tree = source.tree
    locks = {last_name(target) for node in tree.nodes for target, value in given_names(node) if called(value) in LOCKS}
    for call in source.of("input"):
        around = tree.above(call, ast.stmt)[1:2] or [tree.module]
        before = [one.value for one in getattr(around[0], "body", ()) if isinstance(one, ast.Expr)
                  and one.lineno < call.lineno and isinstance(getattr(one.value, "func", None), ast.Attribute)]
        held = {last_name(item.context_expr) for above in tree.above(call, ast.With) for item in above.items}
        for one in before:
            name = last_name(one.func.value)
            held = held | {name} if called(one) == "acquire" else held - {name} if called(one) == "release" else held
        held &= locks
        for recv in tree.of("recv", "recvfrom", "readline"):
            other = tree.function(recv)
            waits = [node for node in (walk(other) if other and other is not tree.function(call) else ())
                     if called(node) == "acquire" and last_name(getattr(node.func, "value", None)) in held
                     and not any(tree.value(one) is False for one in (*node.args, *(w.value for w in node.keywords)))
                     or isinstance(node, ast.With) and held & {last_name(one.context_expr) for one in node.items}]
            if waits:
                return f"{source.line(line(call))}the lock is held while input() waits, and what shows the messages " \
                    f"waits for it ({source.line(line(waits[0]))[:-2]}): ask without the lock."
    return ""


def everybody(result, roles, server, client):
    if told := nameless(server, client):
        return told
    if PASSED_ON in result.seen:
        return not_shown(client, server)
    told = first(held_while_hearing(server), by_queue(server), by_key(server), shared_name(server), own_list(server),
                 own_instead(server),
                 same_key(server), same_host(server), made_anew(server), kept_anew(server), takes_author_off(server),
                 stops_after_first(server), sliced(server), closed_each_time(server), taken_off_each_time(server),
                 server.mistake("same again"), server.mistake("runs here"), leaves_loop(server), leaves_loop(client),
                 answers_once(server, client), asks_for_each(server), drops(server), heard_twice(server),
                 takes_apart(client, server), framing(server, client), never_released(server), lock_twice(server))
    return not_passed_on(server, client) if told or not server.passes_on or server.mistake("one by one") else first(
        (put := puts_out(server)) and f"{put}. Leave the limit out, or wait on after it.",
        server.mistake("removes in loop") and server.mistake("removes in loop") + REMOVES,
        not server.spares_others and f"{server.sends}go through the whole list of clients, and let no " \
        "error at one of them end the loop.",
        f"{server.sends}go through the whole list of clients here. Is each of them still on it?")


def screen(result, roles, server, client):
    return first(
        not server.prints_what_comes and f"{server.receives}print what was received before passing it on: the server "
        "shows everything.",
        f"{server.receives}what was received here is not on the server's screen: print the whole message.")
