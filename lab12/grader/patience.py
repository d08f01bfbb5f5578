"""Patience: how long a program waits for what a person types at the other end, as its source tells."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, called, last_name, line
from lab12.grader.catching import handles
from lab12.grader.order import AT_ONCE
from lab12.stage.settling import NOD

TALKING = {"starts", "listens", "message", "reply", "turns", "promptly", "letters", "long", "empty"}  # nobody leaves
LONGEST = 600  # seconds for which anybody thinks about a message
WAITS = {"recv": "a message", "recvfrom": "a message", "recv_into": "a message", "accept": "a client"}
PAUSES = {"sleep", "select", "poll", "wait", "input", "readline"}
OF_KEYS = "wrap_socket waits here until a client has agreed on keys, before the next one is accepted; one that says " \
    "nothing keeps everybody out."
OF_WORDS = "it waits here for the first words of a client (a name?) before it accepts the next one."
THREAD = "Have that done in the client's own thread."
SELECT = "Put the new connection on the list that select is given, and take for its name what comes there first."

REGISTER = "Register the new connection with the selector, and take for its name what comes there first."


def keeps_all_waiting(server, waits):
    """Return what a server waits for, before it accepts the next one, at this place, and what is to be done instead."""
    if "wrap_socket" in server.holds(waits):
        return f"{waits}{OF_KEYS} {THREAD}"
    by_select = REGISTER if server.calls("register") else SELECT
    return f"{waits}{OF_WORDS} {by_select if server.calls('select') and not server.threads else THREAD}"


def gives_up(source):
    """Return (seconds, line of the limit, call that runs into it) where nothing catches that; None if all is well."""
    if AT_ONCE & source.tree.words:
        return None  # it hears only where something has come
    for call, seconds, name in limits(source):
        for one in source.of(*WAITS):
            of_it = name in ("", last_name(getattr(one.func, "value", None)))
            after = one.lineno > call.lineno or source.tree.above(call, LOOPS) or source.tree.function(call)
            if of_it and after and not source.catches("timeout", called(one)):
                return seconds, call, one
    return None


def sleeps(result, *both):
    """Return what is to be said of a program that sleeps for longer than a step is waited for; '' if none does.

    It is seen to wait for a clock, and for nothing else. The one that was expected to do something comes first.
    """
    for source in sorted(both, key=lambda source: source.role not in result.expected):
        if any(words.startswith(f"the {source.role} waits for a clock") for words in result.waits):
            for call in source.of("sleep"):
                seconds = source.tree.value(call.args[0]) if call.args else None
                if isinstance(seconds, (int, float)) and seconds > NOD:
                    return f"{source.line(line(call))}this program does nothing for {seconds:g} s here, and a check " \
                        f"waits for {NOD:g} at most, since a person would take it for stuck. Leave the sleep out."
    return ""


def prints_on(result, *both):
    """Return what is to be said of a program that prints without end where nothing in the loop waits; '' if none does.
    """
    for source in both:
        if not any(f"the {source.role} prints without end" in words for words in (result.seen, *result.waits)):
            continue
        for call in source.of("print"):
            above = next(iter(source.tree.above(call, (*LOOPS, ast.If, ast.ExceptHandler, ast.FunctionDef))), None)
            parts = list(walk(above)) if isinstance(above, ast.While) and isinstance(above.test, ast.Constant) else []
            waits = PAUSES if does_not_wait(source)[0] else PAUSES | {*WAITS}
            if parts and not any(called(part) in waits for part in parts):
                return f"{source.line(line(call))}this is printed again and again, since nothing in its loop waits: " \
                    "the window scrolls for ever, and what is said is lost in it. Print only when something has come."
    return ""


def puts_out(server):
    """Return what is to be said of a server that takes a client who says nothing for one who has gone; '' if none does.

    Over UDP it is one that hears in one place: in another one it may wait for an acknowledgement.
    """
    tree, heard = server.tree, server.of("recvfrom")
    over_udp = len(heard) == 1 and server.calls("bind") and not server.calls("accept")
    if server.role != "server" or AT_ONCE & tree.words or not (over_udp or server.calls("accept")):
        return ""
    for call, seconds, name in limits(server):
        for one in [one for one in (heard if over_udp else tree.of("recv"))
                    if last_name(getattr(one.func, "value", None)) == name]:
            found = [(above, each) for above in tree.above(one, (ast.Try,)) for each in above.handlers
                     if handles(each, "timeout")]
            for guard, handler in found[:1]:
                loops = tree.above(one, LOOPS)[:1]
                around = bool(loops) and guard not in walk(loops[0])  # so the loop is over
                if around or any(isinstance(part, (ast.Break, ast.Return)) for part in handler.body):
                    shown = f"{seconds:g}{' s' if seconds == int(seconds) else ' (seconds)'}"  # a mask hides 0.2 s
                    return f"{server.line(line(call))}after {shown} without a message {called(one)} " \
                        f"({server.ref(one)}) raises TimeoutError, and {server.ref(handler)} takes that for the end: " \
                        "who thinks for longer is put out"
    return ""


def has_put_out(result, server):
    """Return the same, with what to do, where the server has ended by itself before anybody left; '' if it has not."""
    ended = "the server has ended with status 0" in " ".join((result.seen, *result.waits)) or (
        "the server" in result.expected and result.seen == "it has ended with status 0")
    heard = server.of("recv", "recvfrom") if ended and result.name in TALKING else []
    loops = [loop for call in heard for loop in server.tree.above(call, LOOPS)[:1]]
    once = any(isinstance(one, (ast.Break, ast.Return)) for loop in loops for one in loop.body)
    put = puts_out(server) if loops and not once else ""
    return put and f"{put}. Leave the limit out, or wait on after it."


def limits(source):
    """Yield (call, seconds, name of the socket, '' for all) of each time limit that the source sets and leaves set."""
    tree = source.tree
    for call in source.of("settimeout", "setdefaulttimeout"):
        name = last_name(getattr(call.func, "value", None)) if called(call) == "settimeout" else ""
        others = [None if called(other) == "setblocking" else tree.value(other.args[0])
                  for other in tree.of("settimeout", "setblocking") if other.args and name in (
                      "", last_name(getattr(other.func, "value", None)))]
        seconds = tree.value(call.args[0]) if call.args else None
        always = not tree.above(call, (ast.If, ast.ExceptHandler))  # not only over UDP, say
        if always and is_short(seconds) and None not in others:
            yield call, seconds, name
    for call in source.of("create_connection"):
        given = [word.value for word in call.keywords if word.arg == "timeout"] + call.args[1:2]
        seconds, name = tree.value(given[0]) if given else None, name_of(tree.parent.get(call))
        again = [other for other in tree.of("settimeout", "setblocking")
                 if last_name(getattr(other.func, "value", None)) == name]
        if name and is_short(seconds) and not again:
            yield call, seconds, name  # it holds for recv as well: socket.create_connection


def is_short(seconds):
    return isinstance(seconds, (int, float)) and 0 < seconds < LONGEST


def name_of(node):
    """Return the name that an assignment or a with gives to what it makes, '' if none."""
    return last_name(node.targets[0]) if isinstance(node, ast.Assign) else last_name(
        getattr(node, "optional_vars", None))


def impatient(source):
    """Return what is to be said of a program that ends while the user at the other end thinks; '' if it does not."""
    if put := puts_out(source):
        return f"{put}. Here all is typed at once, so not every check has met it"
    if not (found := gives_up(source)):
        return ""
    seconds, limit, call = found
    other = "a client's" if source.role == "server" else "the server's"
    ends = "that thread" if source.threads else f"the {source.role}"
    who = f"{other} user thinks" if WAITS[called(call)] == "a message" else "nobody connects"
    return f"{source.line(line(limit))}after {seconds:g} s without {WAITS[called(call)]} {called(call)} (" \
        f"{source.ref(call)}) raises TimeoutError, and nothing catches it: {ends} ends while {who}. Here all is " \
        "typed at once, so no check has met it"


def does_not_wait(source):
    """Return (place, call) of what has a socket give an error where it would have to wait; ('', '') where nothing has.

        sock.setblocking(False)        sock.settimeout(0)        def opened(seconds=0): sock.settimeout(seconds)
    """
    tree = source.tree
    for call in tree.of("setblocking", "settimeout", "setdefaulttimeout"):
        given = call.args[0] if call.args else None
        arguments = getattr(tree.function(call), "args", None)
        names = [*arguments.posonlyargs, *arguments.args] if arguments else []
        defaults = dict(zip([one.arg for one in names][::-1], arguments.defaults[::-1], strict=False)) if names else {}
        value = tree.value(defaults[given.id] if isinstance(given, ast.Name) and given.id in defaults else given)
        if value is not None and not isinstance(value, str) and value == 0:
            return source.line(line(call)), f"{called(call)}({'False' if called(call) == 'setblocking' else 0})"
    return "", ""


def by_timer(source):
    """Return the hint for a Timer that keeps a program alive, where all threads besides are daemons; '' for others.

        def ping(): link.send(b"PING"); threading.Timer(5, ping).start()
    """
    tree = source.tree
    timers = [] if {"timeit", "ThreadPoolExecutor", "ProcessPoolExecutor"} & tree.words else tree.of("Timer")
    others = tree.of("Thread", "Process", *source.own_threads)
    kept = {"daemon", "setDaemon", "cancel"} & {getattr(node, "attr", "") for node in tree.nodes}
    if not timers or kept or "Timer" in tree.defined or not all(any(
            word.arg == "daemon" and tree.value(word.value) for word in call.keywords) for call in others):
        return ""
    return f"{source.line(line(timers[0]))}a Timer is a thread of its own, which keeps the program alive until its " \
        "time has come, and each time that it starts the next one: make it a daemon (timer.daemon = True before " \
        "timer.start()), or cancel() it in the end."
