"""The verdict on a section: in one or two words what it is, and the decisive sentence."""
import ast
import re

from lab12.driver.hosts import these
from lab12.finder.practicals import of_internet, other_practical
from lab12.grader.computers import BY_HAND, two_meant, with_itself
from lab12.grader.faults import faults
from lab12.grader.naming import kept_name, unnamed
from lab12.grader.patience import impatient, puts_out
from lab12.grader.reading import Source
from lab12.grader.whereto import usual_port
from lab12.guard import bounds, group
from lab12.rubric.checks import FAILED, MISSED, PASSED
from lab12.stage.window import brief

OTHER = "of another practical"  # a section that holds only this is missing
WORKS, ONE_WAY, ECHO, BROKEN, MISSING = "works", "one way", "echo only", "does not run", "missing"
SLIPS = {"TypeError", "AttributeError", "UnboundLocalError", "ImportError", "ModuleNotFoundError"}
HIGH = 65535
LOW = 1024  # ip(7), ip_unprivileged_port_start
REFUSES = re.compile(r"(?=.*\b(?:wrong|incorrect[ao]?|incorret[ao]|invalid|denied|failed|refused|falsch\w*|неверн\w*|"
                     r"errat[ao]|yanlış)\b).*\b(?:pass(?:word|code|wd)?|user\w*|name|log.?in|account|credentials|access|"
                     r"contrase\w*|usu[aá]rio|senha|passwort|kennwort|benutzer\w*|mot de passe|парол\w*|[sş]ifre)\b",
                     re.I)
FILE = re.compile(r"\S*\.[^\s.]|[\w-]+(?: ?\(\d+\)| - \w+)+\.\w")  # a.py, a (2).py, a - Copy.py
NOT_MARKED = "not marked"  # a person must try it: it wants what is not to be had here, or the grader itself has failed


def judge(results, driver, pair):
    """Return (verdict, reason) of a section from the Results of its checks."""
    verdict, reason = decide(results, driver, pair)
    what = verdict in (BROKEN, ONE_WAY, ECHO) and other_practical(pair.server, pair.client, verdict != BROKEN)
    if verdict == MISSING and pair:
        what = of_internet(pair.server) or of_internet(pair.client)
    if what and not is_slip(first_fault(results, pair)):
        return OTHER, f"What was handed in is {what}, of another practical: what is typed is no message to anybody."
    if pair and verdict in (BROKEN, ONE_WAY) and with_itself(
            Source(pair.server, "server"), Source(pair.client, "client"))[0] and not is_slip(
            first_fault(results, pair)):
        reason = f"{pair.server.path} starts a server and its client in one process, so that its user talks " \
            "to himself."
        return verdict, reason
    ports = {script.port for script in (pair and pair.server, pair and pair.client) if script and script.port}
    ports |= {usual_port(Source(pair.server, "server"))} - {None} if pair and pair.server and not ports else set()
    if ports and min(ports) < LOW and verdict == WORKS:
        driver.notices.add(f"port {min(ports)} is below {LOW}: on many systems an ordinary user may not serve there")
    if ports and max(ports) > HIGH and verdict == WORKS:
        driver.notices.add(f"port {max(ports)} is none, the highest is {HIGH}: it came to be {max(ports) % (HIGH + 1)}")
    for role, line in driver.facts.get("one line", {}).items():
        if where := Source(getattr(pair, role), role).leaves_line_open:
            driver.notices.add(f"{where}what comes is shown without a newline at its end, so messages run together in "
                               f"one line ({brief(line, 60)})")
    for role in "server", "client":
        if losing := pair and (script := getattr(pair, role)) and script.loses:
            driver.notices.add(f"{Source(script, role).line(losing)}chance decides here that a message is lost, on "
                               "purpose; what was missed for that has been tried again")
        if pair and (script := getattr(pair, role)) and (note := takes_a_core(Source(script, role))):
            driver.notices.add(note)
    if verdict in (BROKEN, ONE_WAY) and (fault := first_fault(results, pair)) and fault.words not in reason:
        reason += f" {sentence(f'The {fault.role} fails: {told(fault)}')}"
    if verdict in (WORKS, ONE_WAY):
        both = {role: Source(getattr(pair, role), role) for role in ("server", "client")}
        met = {fault.role for name, result in results.items() if name != "alone"
               for fault in faults(result, both) if "timed out" in fault.words}
        driver.notices |= {impatient(source) for role, source in both.items() if role not in met} - {""}
    if verdict == WORKS:
        driver.notices |= {unnamed(*(Source(getattr(pair, role), role) for role in ("server", "client"))).rstrip(".")}
        driver.notices -= {""}
    if verdict in (WORKS, ONE_WAY) and driver.roles.kind == "chat":
        driver.notices |= {kept_name(Source(pair.client, "client"))} - {""}
    where = sorted({a for script in (pair and pair.server, pair and pair.client) if script
                    for a in (*script.addresses, *script.names)
                    if a == script.host or a in script.everybody or a in script.sends_to})
    whole = " (all of one network; 255.255.255.255 is all of whichever it is)"
    only = f"it runs only where {these(where)}{whole * any(a in driver.roles.everybody for a in where)}."
    if where and verdict == WORKS:
        return verdict, f"{reason[:-1]}, but {only}"
    return verdict, f"{reason} {sentence(only)}" if where else reason


def first_fault(results, pair):
    """Return the Fault that has come first of all, None where no error has been named but for one that followed."""
    both = {"server": Source(pair.server, "server"), "client": Source(pair.client, "client")}
    missed = [results[name] for name in ("starts", "message", "reply", "turns") if name in results]
    found = [fault for result in missed if result.outcome == MISSED for fault in faults(result, both)]
    return next((fault for fault in found if not fault.of_connection), None)


def is_slip(fault):
    """Tell whether a Fault is a slip in a program, whatever was typed: no name that eval() has been given."""
    kind, _, said = fault.words.partition(": ") if fault else ("", "", "")
    name = re.match(r"name '(\w+)'", said)
    return kind in SLIPS or kind == "NameError" and bool(name) and name[1] in fault.source.tree.words


def told(fault):
    """Return a Fault in words, with its line."""
    return fault.words + (f", line {fault.line}" + (f" of {fault.file}" if fault.file else "") if fault.line else "")


def decide(results, driver, pair):
    if not pair or not (pair.server and pair.client):
        reason = missing(pair)
        driver.facts |= {"elsewhere": reason} if reason.endswith(BY_HAND) else {}
        return NOT_MARKED if "elsewhere" in driver.facts else MISSING, reason
    outcome = {name: result.outcome for name, result in results.items()}
    if all(outcome[name] == PASSED for name in ("message", "reply", "turns") if name in outcome):
        return WORKS, works(driver, pair)
    starts, message = results["starts"], results["message"]
    if failed := [result for result in results.values() if result.outcome == FAILED]:
        return NOT_MARKED, sentence("The grader itself failed, so this says nothing of the hand-in: "
                                    f"{failed[0].reason}")
    if "by hand" in driver.facts:
        return NOT_MARKED, sentence(driver.facts["by hand"])
    taken = any("already in use" in " ".join([result.seen, *result.waits]) for result in results.values())
    if taken and (elsewhere := two_meant(Source(pair.server, "server"), Source(pair.client, "client"))):
        driver.facts["elsewhere"] = elsewhere
        return NOT_MARKED, elsewhere
    if not group.JOINED and any("can't start new thread" in result.reason for result in results.values()):
        return NOT_MARKED, (f"It wants more than the {bounds.MAX_PROCESSES[0]} threads that it may have where no "
                            "control group bounds what it uses: try it as root, or where systemd delegates a group.")
    if starts.outcome == MISSED:
        return not_started(results, driver, pair)
    if message.outcome == MISSED:
        if pair.server is pair.client and "already in use" in " ".join(message.waits):
            only = "without SO_REUSEADDR only one" if pair.server.transport == "udp" else "only one"
            return BROKEN, f"Each copy of {pair.server.path} binds port {pair.server.port}: {only} on each computer " \
                "can, so two computers are meant."
        if (fault := first_fault(results, pair)) and binds_same(fault):
            return BROKEN, port_taken(message, Source(pair.server, "server"), Source(pair.client, "client"))
        if told := shut_out(message, driver.roles):
            return NOT_MARKED, ("It lets in only who has an account, and what was handed in names none that could be "
                                f"tried: {brief(told, 60)}. Ask its author for one.")
        return no_message(message, driver)
    if driver.roles.kind == "chat":
        return ONE_WAY, sentence(f"What one client says reaches another, but not for long: {results['turns'].reason}")
    if results["reply"].outcome == MISSED:
        return no_reply(results["reply"], driver)
    return ONE_WAY, sentence(f"First messages arrive, but the conversation does not go on: {results['turns'].reason}")


def shut_out(message, roles):
    """Return how a client says that a password is wrong, where no hand-in's account is known; '' where none does."""
    scripts = [script for script in (roles.server, roles.client) if script]
    if roles.accounts() or any(script.password for script in scripts) or not any(
            question.wants == "password" for question in roles.client.asked_of("client")):
        return ""
    shown = (line for name, lines in message.screens.items() if name.startswith("client") for line in lines)
    return next((line.strip() for line in shown if REFUSES.search(line)), "")


def not_started(results, driver, pair):
    if results["listens"].outcome == MISSED and "where nobody waits" in results["listens"].seen:
        return BROKEN, sentence(results["listens"].seen)
    if "sent" in driver.facts:
        what = "The client sends what stands on its command line"
        return (ECHO, f"{what}, gets it back and ends; nobody is asked for a message.") if "back" in driver.facts else \
            (ONE_WAY, f"{what} and ends; nobody is asked for a message.")
    return BROKEN, start_trouble(results["starts"], pair)


def no_message(message, driver):
    kind, client = driver.roles.kind, driver.roles.client
    if client.placeholder:
        return BROKEN, f"The client calls nobody: {client.placeholder[0]} only stands for the address of its server."
    if "mixed" in driver.facts:
        return BROKEN, sentence(f"No message crosses: {driver.facts['mixed']}")
    if "back" in driver.facts:
        return ECHO, ("The server sends each message back to the client it came from; "
                      f"{'the other clients get nothing' if kind == 'chat' else 'its own window shows nothing'}.")
    if "passed on" in driver.facts:
        return ONE_WAY, sentence(f"The server passes on what a client says, but the others do not show it: "
                                 f"{message.reason}")
    if "nothing that crossed" in message.seen:
        return BROKEN, "No message crosses the network: what is typed is shown, but nothing that was sent holds it."
    some = kind == "chat" and any(crossing.shown and crossing.carried for crossing in driver.crossings)
    if driver.facts.get("reached") == "all" or not some and "reached" in driver.facts:
        what = "what" if driver.facts["reached"] == "all" else "only some of what"
        return ONE_WAY, sentence(f"The server shows {what} a client says, but no other client does: {message.reason}")
    if some:
        return ONE_WAY, sentence(f"Only some of what is said reaches another client: {message.reason}")
    server = driver.roles.server
    if server.only_answers and not server.asks and "though it was sent" in message.seen:
        return ONE_WAY, ("What a client sends arrives, but the server answers by itself: its user is shown nothing, "
                         "and nobody is sent it who does not ask for it.")
    if "answered" in driver.facts and "though it was sent" in message.seen:
        return ONE_WAY, ("What the client sends arrives, but the server answers by itself "
                         f"({driver.facts['answered']}); its user is shown nothing, and cannot reply.")
    if driver.heard("server"):
        return ONE_WAY, sentence(f"The server's messages arrive, but the client's do not: {message.reason}")
    return BROKEN, sentence(f"No message crosses from the client to the server: {message.reason}")


def no_reply(reply, driver):
    if "back" in driver.facts:
        return ECHO, "The server sends each message back by itself; its user is never asked for a reply."
    if "answered" in driver.facts:
        return ONE_WAY, ("The client's messages arrive, but the server answers by itself "
                         f"({driver.facts['answered']}); its user cannot reply.")
    if "ended" in reply.seen:
        then = re.sub(r"^it\b", "the server" if "the server" in reply.expected else "the client", reply.seen)
        return ONE_WAY, sentence(f"The client's messages arrive, but then {then}")
    if "to ask" in reply.expected:
        return ONE_WAY, sentence(f"The client's messages arrive, but the server asks for no reply: {reply.seen}")
    return ONE_WAY, sentence(f"The client's messages arrive, but the server's reply does not: {reply.reason}")


def missing(pair):
    if not pair:
        return "Nothing of this kind was handed in."
    there, gone = ("server", "client") if pair.server else ("client", "server")
    script = pair.server or pair.client
    copies = there == "server" and not script.only_answers and script.kind != "chat"
    copies = copies and script.transport == "udp" and {"bind", "sendto"} <= script.lines.keys()
    if copies and (elsewhere := two_meant(Source(script, there), Source(None, gone))):
        return elsewhere
    told = "port" in script.wants and script.host in ("127.0.0.1", "localhost")
    if copies and script.port and (script.port in script.targets or told):
        return f"Each of two copies of {script.path} binds port {script.port}: on one computer they cannot both run."
    if copies and (itself := to_own_port(script)):
        return itself
    if copies and script.by_hand:
        return f"{script.path} {script.by_hand}. {BY_HAND}"
    if copies:
        return f"Two copies of {script.path} are to talk, as it seems: it waits, and sends to an address that it is " \
            f"told. How a user tells it could not be read. {BY_HAND}"
    return f"Only the {there} was handed in; there is no {gone} to talk to."


def works(driver, pair):
    text = "Each client's message reaches the others" if driver.roles.kind == "chat" else \
        "Messages and replies cross both ways, for several turns"
    if driver.roles.kind == "pair" and "on enter" in driver.facts:
        text += ("; each shows what has come once its own user has said something"
                 if driver.facts["on enter"] == "both" else "; a reply is shown only after the client's next message")
    return text + ("; then both programs end." if driver.facts.get("ended") else ".")


def start_trouble(starts, pair):
    """Return the sentence for scripts that do not start."""
    for role, script in (("server", pair.server), ("client", pair.client)):
        if script.error:
            return f"The {role} does not start: {script.error}."
    if "asks its user for something first" in starts.seen:
        return sentence(f"The server does not wait for clients: {starts.seen}")
    if pair.server.transport != pair.client.transport:
        return f"The server waits over {pair.server.transport.upper()}, the client looks for it over " \
            f"{pair.client.transport.upper()}."
    both = {"server": Source(pair.server, "server"), "client": Source(pair.client, "client")}
    found = faults(starts, both)
    fault = next((fault for fault in found if not fault.of_connection), found[0] if found else None)
    if fault and binds_same(fault):
        return port_taken(starts, *both.values())
    if fault:
        came = fault.role == "server" and any(action.startswith("client") for action, _ in starts.steps)
        return f"The {fault.role} ends {'as soon as a client comes' if came else 'at once'}: {told(fault)}."
    who = "server" if "server" in starts.expected else "client"
    if starts.seen == "it has ended with status 0" and who == "server" and (put := puts_out(both[who])):
        return f"The server ends by itself: {put}."
    if starts.seen == "it has ended with status 0" and both[who].of("input") and not both[who].loops("input"):
        if not both[who].script.asks:
            return f"The {who} asks only where to, and ends: nobody is asked for a message."
        return f"The {who} asks its user for one message, and ends."
    if starts.seen == "it has ended with status 0":
        return f"The {who} runs to its end at once: nobody is asked for a message."
    return sentence(f"The {who} does not start: {starts.seen}")


def binds_same(fault):
    """Tell whether a client has failed since the port that it binds is taken."""
    return "Address already in use" in fault.words and fault.role == "client" and fault.source.calls("bind")


def port_taken(starts, server, client):
    """Return the sentence for a client that binds a port that the server has, or the client before it."""
    port = client.port_of("bind")
    named = f"port {port}" if port else "one port"
    if re.search(r"client \d", starts.expected) and port != server.port_of("bind", "create_server"):
        return f"Each client binds {named}, which one computer gives to one of them only: a second one cannot start."
    return f"Both programs bind {named}, which one computer gives to one of them only, so the client cannot start."


def sentence(text):
    """Return a text as a sentence; the name of a file, with which it may begin, stays as it is."""
    first = text[:1] if FILE.match(text) else text[:1].upper()
    return first + text[1:].rstrip(".") + "."


def takes_a_core(source):
    """Return in words that a script never waits, '' if it does, be it that it sleeps between two looks."""
    where = source.script.looks_round
    return f"{source.line(where)}this never waits, so the program takes all of a core: with what is to be read " \
        "alone, and no limit of 0, select waits" if where and not source.of("sleep") else ""


def to_own_port(script):
    """Return what is wrong with a program for two over UDP that sends to the port at which it waits; '' for others.

        door.bind(("", mine))
        door.sendto(text.encode(), ("127.0.0.1", mine))
    """
    source = Source(script, "server")
    pairs = {name: [(call, call.args[-1].elts) for call in source.of(name) if call.args and isinstance(
        call.args[-1], ast.Tuple) and len(call.args[-1].elts) == 2] for name in ("bind", "sendto")}
    ports = {ast.dump(port): call for call, (_, port) in pairs["bind"] if isinstance(port, (ast.Name, ast.Attribute))}
    for _, (host, port) in pairs["sendto"]:
        here = source.tree.value(host) in ("127.0.0.1", "localhost")  # at another host the same port is another one
        if here and ast.dump(port) in ports and len(source.of("sendto")) == len(source.of("bind")) == 1:
            return f"{source.at('sendto')}what is typed is sent to {ast.unparse(port)}, the port at which the same " \
                f"program waits ({source.ref(ports[ast.dump(port)])}), so each copy hears only itself."
    return ""
