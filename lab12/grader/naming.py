"""Naming: the name by which a server knows each client, where its client does not say it, or says it to nobody."""
import ast
import re

from lab12.finder.commands import sends
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import LOOPS, asks_user, called, last_name, line, target_of
from lab12.finder.ways import loops
from lab12.finder.wording import NAME, prompt_of
from lab12.grader.received import RECEIVES


def nameless(server, client):
    """Return the hint for a client that asks its user's name and never sends it, to a server that takes it first."""
    here, there = client.script, server.script
    asked = [one for one in here.questions if one.wants == "name"] if here and there else []
    talks = [call for call in client.tree.calls if sends(call) and not any(
        asks_user(part) for loop in client.tree.above(call, LOOPS)[:1] for part in walk(loop))]  # not after a question
    where = server.waits_before_next if len(server.of("recv")) > 1 else ""
    if not asked or talks or here.login is not False or not (there.login or where):
        return ""
    return f"{client.line(asked[0].line)}the name that is asked for here is never sent by itself, and the server " \
        f"takes the first message for it{f' ({where[:-2]})' if where else ''}: send it as soon as the client is " \
        "connected."


def kept_name(client):
    """Return what is to be said of a client that asks for a name which stays where it was typed; '' for others."""
    tree = client.tree
    for asked in (one for one in (client.script.questions if client.script else ()) if one.wants == "name"):
        given = [node for node in tree.nodes if isinstance(node, ast.Assign) and any(
            asks_user(part) and line(part) == asked.line for part in walk(node.value))]
        if len(given) == 1 and (name := last_name(given[0].targets[0])) and "locals" not in tree.words and all(
                any(is_for_user(call) for call in tree.above(node, ast.Call)) for node in tree.nodes
                if last_name(node) == name and isinstance(getattr(node, "ctx", None), ast.Load)):
            return f"{client.line(asked.line)}the name that is asked for here is sent to nobody: what a user says " \
                "reaches the others without it"
    return ""


def is_for_user(call):
    """Tell whether what this call is given is shown to a script's own user, and goes nowhere else."""
    return called(call) == "input" or called(call) == "print" and not any(word.arg == "file" for word in call.keywords)


def unnamed(server, client):
    """Return the hint for a server that takes the first message of each client for its name, beside a client that has
    none: it asks its user for no name, and sends nothing before the conversation.
    """
    here, there = client.script, server.script
    if not (here and there and there.login is True and here.login is False and not here.openers) or any(
            question.wants == "name" or re.search(NAME, question.prompt, re.I) for question in here.questions):
        return ""
    tree = client.tree
    asks = any(re.search(NAME, prompt_of(tree, call), re.I) for call in tree.calls if asks_user(call))
    if asks or any(tree.is_own(call.func) and not loops(tree, call) and says(tree, call) for call in tree.calls):
        return ""  # it says one, itself or as its user is asked to
    found = [call for call in server.of(*RECEIVES) if is_for_name(target_of(server.tree, call))
             and is_before_talk(server.tree, call)]
    return f"{server.line(line(found[0]))}the first message of each client is taken for its name here, and " \
        f"{client.name} sends no name: have it ask for one, and send that as soon as it is connected." if found else ""


def says(tree, call):
    """Tell whether a call of the script's own sends something of which it does not ask its user."""
    inside = reached(tree, [call])
    return any(map(sends, inside)) and not any(map(asks_user, inside))


def is_for_name(target):
    """Tell whether this is what the name of somebody is kept in, not that of a file or a computer."""
    return bool(re.search(NAME, target, re.I)) and not re.search(r"file|host|path|room|whole", target, re.I)


def is_before_talk(tree, call):
    """Tell whether a function receives something here, and what follows in a loop of its own."""
    around = tree.above(call, LOOPS)
    return any(tree.function(other) is tree.function(call) and other.lineno > call.lineno and any(
        loop not in around for loop in tree.above(other, LOOPS)) for other in tree.of(*RECEIVES))
