"""Passing: why a chat's server does not pass on what it hears, as its source shows; '' where it is sound."""
from lab12.finder import joining, relays
from lab12.finder.syntax import line


def shared_name(server):
    """Return the hint for threads that all read from the connection that was accepted last."""
    if not (found := relays.overwritten(server.tree)):
        return ""
    recv, name, accept = found
    bare = name.rpartition(".")[2]
    return f"{server.line(line(recv))}every thread reads {name} here, which the next accept " \
        f"({server.line(line(accept))[:-2]}) overwrites: from then on all of them read from the newest client. Hand " \
        f"each thread its own: Thread(target=..., args=({name},)), and {bare} as a parameter of its function."


def no_global(source):
    """Return the hint for a function that means to give a name of the file a value, and gives one of its own."""
    if not (found := relays.kept_to_itself(source.tree)):
        return ""
    given, name, outside, read = found
    return f"{source.line(line(given))}{name} is given a value of this function's own here, so the {name} of line " \
        f"{line(outside)}, which line {line(read)} reads, stays as it was. Write `global {name}` as the first line " \
        f"of the function ({source.tree.function(given).name})."


def other_word(server, client):
    """Return the hint for a client that joins with a word that its server does not look for."""
    if unsaid := joining.unsaid(server.script, client.script):
        wanted, there = unsaid
        return f"{server.line(there)}the server takes in only a client that sends {wanted!r}, and nothing like it " \
            f"stands in {client.name}: it must send that before its first message."
    if not (found := joining.misspelt(server.script, client.script)):
        return ""
    sent, where, wanted, there = found
    return f"{client.line(where)}this sends {sent!r}, and the server takes in only a client that sends {wanted!r} " \
        f"({server.line(there)[:-2]}). The word must be the same in both, capitals and signs too."


def past_the_loop(server):
    """Return the hint for a loop over the clients that sends to one and the same each time."""
    if not (found := relays.past_the_loop(server.tree)):
        return ""
    call, to, each = found
    return f"{server.line(line(call))}the loop goes through the clients as {each}, and this sends to {to} each time. " \
        f"Send to {each}."
