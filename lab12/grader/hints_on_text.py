"""Hints on texts: letters, nothing at all, 2,500 of them, and what TCP makes of messages; the practical's form."""
import ast
import re

from lab12.driver.words import how_many
from lab12.finder.nodes import walk
from lab12.finder.syntax import asked_with, called, last_name, line, names_in
from lab12.grader.collecting import never_whole
from lab12.grader.comparing import comes_raw, str_of_bytes
from lab12.grader.leaving import ends_on_nothing, stripped_to_nothing
from lab12.grader.patience import has_put_out
from lab12.grader.queues import emptied_after_input
from lab12.grader.reading import SENDS, first
from lab12.grader.received import RECEIVES
from lab12.grader.slips import counts_letters
from lab12.grader.typed import refuses_long

LETTERS = re.compile(r"\\w|a-z", re.I)  # in a regular expression: what is taken for a letter
EXPRESSIONS = "match", "fullmatch", "search", "findall"  # these take out of a text what fits
WHOLE = "does it read on here until as many bytes have come as were told, and begin anew with the next length?"
SHORT = 64  # bytes: a line with letters of several languages has more
OTHER_CODEC = r"(?i)(?:\b(?:en|de)code\(\s*|encoding\s*=\s*)[\"'](?!utf(?:[-_]?8|[\"']))"


def letters(result, roles, server, client):
    both = (client, server) if "client" in result.seen or roles and roles.kind == "chat" else (server, client)
    if replaced := first(*(replaces(result, source) for source in both)):
        return replaced
    for source in both:
        for codec, knows in (("ascii", "English letters"), ("latin|iso.?8859|cp1252", "the letters of western Europe")):
            named = [call for call in source.tree.of("encode", "decode", "makefile", "str", "bytes")
                     for one in (*call.args, *(word.value for word in call.keywords))
                     if isinstance(one, (ast.Name, ast.Attribute))
                     and re.match(codec, str(source.tree.value(one)), re.I)]  # data.decode(CODEC)
            if where := source.holding(rf"(?:en|de)code\(.*(?:{codec})|encoding\s*=\s*.(?:{codec})") or (
                    source.line(line(named[0])) if named else ""):
                other = server if source is client else client
                there = other.holding(rf"(?:en|de)code\(.*(?:{codec})|encoding\s*=\s*.(?:{codec})")
                too = f": take them here and in {there[:-2]}" if there and other.name != source.name else ""
                return f"{where}this encoding knows {knows} only; encode() and decode() by themselves use UTF-8, " \
                    f"which knows all{too}."
    for source in both:
        if source.sends_repr:
            return f"{source.sends_repr}str() of bytes gives a text that begins with b' and shows each letter as a " \
                "number: data.decode(), or pass the bytes on as they are."
    if shifted := first(*map(shifts_letters, both)):
        return shifted
    told = "the server to show" in result.expected
    if miscounted := first(*map(counts_letters, (client, server) if told else (server, client))):
        return miscounted
    if part := first(*(shows_one_word(result, source) for source in both)):
        return part
    for source in (server, client) if told else (client, server):
        if shown := shows_bytes(source):
            return shown
        size = source.script and source.script.size
        if size and size < SHORT and source.script.transport == "udp":
            return f"{source.receives}{source.taken_by}({size}) takes at most {size} bytes, and a letter other than " \
                "a to z has two to four: UDP throws the rest of a datagram away. Ask for 65535, the most it holds."
        if size and size < SHORT and not (source.tells_length and source.reads_on):  # then it is that of a length
            if size < len(result.expected.partition('"')[2].rpartition('"')[0].encode()):
                return f"{source.receives}{source.taken_by}({size}) takes at most {size} bytes, and this message has " \
                    "more, since a letter other than a to z takes two to four. Collect the bytes until the whole " \
                    "message is there, and decode then."
            return f"{source.receives}a letter other than a to z takes two to four bytes, and " \
                f"{source.taken_by}({size}) may cut one in the middle. Collect the bytes until the whole message is " \
                "there, and decode then."
    return first(
        *map(narrows, both),
        *map(counts_words, both),
        *(source.holding(OTHER_CODEC) and f"{source.holding(OTHER_CODEC)}both must use UTF-8: encode() and decode() do "
          "by themselves." for source in both),
        f"{both[0].at('decode', *RECEIVES)}is all that comes shown as it has come, whatever the letters are?")


def replaces(result, source):
    """Return the hint for what makes something else of a sign wherever it stands in a message: text.replace(" ", ": ").

    '' for others, and where what was seen does not come of that.
    """
    said = re.search(r'to show "(.+)"', result.expected)
    for call in source.of("replace") if said else ():
        old, new = [source.tree.value(one) for one in call.args[:2]] if len(call.args) == 2 else ("", "")
        if old and isinstance(old, str) and isinstance(new, str) and old in said[1] and (
                said[1] not in result.seen and said[1].replace(old, new) in result.seen):
            return f"{source.line(line(call))}this makes {new!r} of each {old!r} in a message, and not only of the " \
                "one that is meant: put in what is to stand there before the message is sent, or after it has come."
    return ""


def shows_one_word(result, source):
    """Return the hint for one that shows a single word of what has come, as was seen: text.split()[0]; '' for none."""
    said = re.search(r'to show "(.+)"', result.expected)
    for node in [node for node in source.tree.nodes if said and isinstance(node, ast.Subscript)]:
        made = [one for one in (node.value, *source.tree.given.get(last_name(node.value), ()))
                if called(one) == "split" and not one.args]
        place = source.tree.value(node.slice)
        words = said[1].split()
        if made and type(place) is int and -len(words) <= place < len(words) and words[place] in result.seen and (
                said[1] not in result.seen) and source.has_come(made[0], source.received) and any(
                called(above) == "print" for above in source.tree.above(node, ast.Call)):
            return f"{source.line(line(node))}{ast.unparse(node)} is one word of what has come, since split() parts " \
                "it at each blank: show all of it."
    return ""


def counts_words(source):
    """Return the hint for one that splits what comes at each blank, and refuses what has another number of parts; ''.

        parts = text.split(" ")
        if len(parts) != 2:
            continue
    """
    tree, sends = source.tree, source.passing[:1]
    before = [one for one in tree.nodes if isinstance(one, ast.If) and isinstance(one.test, ast.Compare)
              and sends and tree.function(one) is tree.function(sends[0]) and one.lineno < sends[0].lineno]
    for node in before[::-1]:
        counted, number = node.test.left, tree.value(node.test.comparators[0])
        name = last_name(counted.args[0]) if called(counted) == "len" and counted.args else ""
        split = [one for one in tree.given.get(name, ()) if called(one) == "split" and len(one.args) < 2
                 and not one.keywords and (not one.args or tree.value(one.args[0]) == " ")]
        if split and isinstance(number, int) and isinstance(node.test.ops[0], (ast.NotEq, ast.Gt)) and isinstance(
                node.body[-1], (ast.Continue, ast.Return)):
            return f"{source.line(line(node))}a message of several words is refused here, since split() parts it at " \
                f"each blank ({source.line(line(split[0]))[:-2]}): split(' ', {max(number - 1, 1)}) leaves the rest " \
                "in one piece."
    return ""


def narrows(source):
    """Return the hint for a regular expression that takes a part of what comes, by its letters; '' for none.

    One that only looks at it, for a command or an address, takes nothing away.
    """
    for call in source.tree.of(*EXPRESSIONS):
        pattern = source.tree.value(call.args[0]) if call.args else None
        if isinstance(pattern, str) and LETTERS.search(pattern) and source.shows_what_comes(call) and shows_only(
                source, call):
            return f"{source.line(line(call))}this takes of what comes only what fits {pattern}: signs, and letters " \
                "of other languages, may be none of these. Take all that stands there: (.*)."
    return ""


def shows_only(source, call):
    """Tell whether of a text only what this finds in it is shown, or sent, and never the text itself."""
    tree, made, text = source.tree, {""}, {name for argument in call.args[1:] for name in names_in(argument)}
    for _ in range(3):  # found = re.match(...), then said = found.group(2), in a function that returns it
        for node in tree.nodes:
            for target, value in source.given_by(node):
                if uses(value, call, made):
                    made |= {last_name(part) or getattr(part, "arg", "") for part in walk(target)}
            if isinstance(node, ast.Return) and uses(node.value, call, made):
                made.add(getattr(tree.function(node), "name", ""))
    shown = [part for one in tree.of("print", *SENDS) for argument in one.args for part in parts_shown(argument, made)]
    return any(part is call or (last_name(part) or called(part)) in made - {""} for part in shown) and not any(
        last_name(part) in text - made for part in shown)


def uses(node, call, made):
    """Tell whether an expression holds a call, or one of these names, or calls one of them."""
    return node is not None and any(part is call or (last_name(part) or called(part)) in made - {""}
                                    for part in walk(node))


def parts_shown(node, made):
    """Yield the parts of what is shown, without what is only handed to a function that takes something out of it."""
    yield node
    if isinstance(node, ast.Call) and (called(node) in made or called(node) in EXPRESSIONS):
        return
    for part in ast.iter_child_nodes(node):
        yield from parts_shown(part, made)


def shifts_letters(source):
    """Return the hint for a cipher that takes each letter for one of 26; '' for others."""
    tree = source.tree
    for call in tree.of("isalpha", "isupper", "islower"):
        function = tree.function(call)
        if function and any(isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod) and tree.value(
                node.right) == 26 for node in walk(function)) and "isascii" not in tree.words and not narrowed(
                tree, call):
            return f"{source.line(line(call))}{called(call)}() is true of the letters of all languages, and this " \
                "counts 26 of them, so the others cannot be read again: leave them as they are (isascii())."
    return ""


def narrowed(tree, call):
    """Tell whether what is asked of a letter stands beside a comparison of it, or under one: "a" <= one <= "z"."""
    letter = last_name(getattr(call.func, "value", None))
    above = tree.above(call, (ast.BoolOp, ast.If, ast.IfExp, ast.comprehension))
    tests = [test for one in above for test in getattr(one, "ifs", [getattr(one, "test", one)])]
    return any(isinstance(part, ast.Compare) and letter in names_in(part) and isinstance(
        part.ops[0], (ast.In, ast.Lt, ast.LtE, ast.Gt, ast.GtE)) for test in tests for part in walk(test))


def shows_bytes(source):
    """Return the hint for one that shows bytes as they have come; '' for others."""
    if not source.script:
        return ""
    if made := str_of_bytes(source):
        return made
    if source.decodes:
        calls = [call for call in source.tree.of("print") if source.shows_what_comes(call)]
        raw = [next((part.id for one in call.args for part in walk(one) if isinstance(part, ast.Name) and comes_raw(
            source, part) and source.tree.above(part, ast.Call)[:1] == [call]), "") for call in calls]
        return f"{source.line(line(calls[0]))}b'...' is no text that one can read: show {raw[0]}.decode()." if (
            calls and all(raw)) else ""
    size = source.script.size
    wider = f"take in more than {size} bytes, which may end within a letter, and " if size and size < SHORT else ""
    return f"{source.shows or source.receives}b'...' is no text that one can read: {wider}show data.decode()."


def empty(result, roles, server, client):
    source, typist = (client, server) if "the client" in result.expected else (server, client)
    if told := ("has ended with status 0" in result.seen or "to ask its user" in result.expected) and first(
            ends_on_nothing(result, source), typist and ends_on_nothing(result, typist)):
        return told
    if roles.transport == "tcp" and typist and not typist.sends_ends and (put := has_put_out(result, server)):
        return put
    if "has ended with status 0" in result.seen and roles.transport == "tcp":
        return f"{source.name}: it takes an empty text for the end. Only b'' from recv (or '' from readline, where a " \
            "line ends in a newline) means that the other side has gone."
    if roles.transport == "tcp":
        ends = typist.sends_ends or typist.reads_lines and ("\\n" in typist.text or "stdin" in typist.tree.words)
        return first(
            ends and stripped_to_nothing(source),
            not ends and not typist.tells_length and f"{typist.sends}TCP sends nothing at all for an empty "
            'text: the other side waits for ever. End each message with a newline (text + "\\n"), or ask again if '
            "nothing was typed.",
            f"{source.receives}what does this make of a message without a letter? It must go on as with any other.")
    return first(
        typist.calls("create_datagram_endpoint") and f"{typist.at('sendto')}asyncio sends no empty datagram before "
        "Python 3.13, so both wait for ever: ask again if nothing was typed.",
        (where := source.holding(r"^\s*(?:if|while) not \w+\s*:")) and f"{where}an empty datagram is a message too; "
        "`if not data: break` is meant for TCP.",
        f"{source.receives}an empty datagram is a message too; what does this make of it?")


def long(result, roles, server, client):
    if not re.search("about|pieces|nothing", result.seen) and (told := first(narrows(server), narrows(client))):
        return told
    typist = server if "the client" in result.expected and roles.kind == "pair" else client
    if "nothing" in result.seen and (told := first(
            refuses_long(typist), roles.kind == "chat" and emptied_after_input(client))):
        return told
    for source in (client, server) if roles.kind == "chat" or "the client" in result.expected else (server, client):
        if source.line_limit and source.line_limit[1] < 2500:
            call, most = source.line_limit
            return f"{source.line(line(call))}limit={most} here lets no message be longer than {most:,} bytes: " \
                "reading a longer one raises an error. Leave it out: then it is 64 KiB."
    told = roles.kind == "pair" and "the client" in result.expected
    shows, other = (client, server) if told else (server, client)
    for source in (shows, other):
        if cut := cuts_off(result, source):
            return cut
        size = source.script.size if source.script else None
        if size and size < 2500 and not source.tells_length:
            several = "pieces" in result.seen or roles.kind == "chat"  # whose users have no turns
            late = "so one becomes several" if several else "and every later turn is out of step"
            call = "recvfrom" if roles.transport == "udp" else source.taken_by
            more = (f"TCP delivers the rest with the next {call}, {late}. Read on until the newline that ends a message"
                    if roles.transport == "tcp" else
                    "UDP throws the rest of a datagram away. Ask for 65535, the most that one can hold")
            return f"{source.at(call)}{call}({size}) takes at most {size:,} bytes; 2,500 were sent. {more}."
    if short := too_short(other) or too_short(shows):
        return short
    if shows.tells_length and shows.reads_on:
        return never_whole(shows, other) or shows.receives + WHOLE
    if told := shows.tells_length or other.tells_length:
        return f"{told}one recv may give less than the length that was told: read on until all of it has come."
    return shows.receives + "one recv gives what is there just then; read on to the end of the message."


def cuts_off(result, source):
    """Return the hint for a slice that leaves of a message as much as has been seen of it: text[:100]; '' for none."""
    seen = re.search(r"about ([\d,]+)", result.seen)
    rest = {ast.unparse(node.value) for node in source.tree.nodes if isinstance(node, ast.Subscript) and isinstance(
        node.slice, ast.Slice) and node.slice.lower is not None} if seen else ()  # of these all is taken in turn
    for node in source.tree.nodes if seen else ():
        part = node.slice if isinstance(node, ast.Subscript) else None
        most = source.tree.value(part.upper) if isinstance(part, ast.Slice) and part.upper is not None else None
        if type(most) is int and most > 9 and how_many(most) == int(seen[1].replace(",", "")) and (
                part.lower is None or source.tree.value(part.lower) == 0) and ast.unparse(node.value) not in rest:
            return f"{source.line(line(node))}[:{ast.unparse(part.upper)}] leaves no more than {most:,} of what is " \
                "sent or shown: leave it out."
    return ""


def too_short(source):
    """Return the hint for a length before each message that cannot tell so many bytes; '' for others."""
    for node in source.lengths:
        most, tree = 0, source.tree
        if isinstance(node, ast.FormattedValue):
            width = re.fullmatch(r"0?(\d)d?", ast.unparse(node.format_spec)[2:-1])
            most = 10 ** int(width[1]) - 1 if width else 0
        elif called(node) in ("zfill", "to_bytes") and node.args and type(size := tree.value(node.args[0])) is int:
            most = 10 ** size - 1 if called(node) == "zfill" else 256 ** size - 1
        elif called(node) == "pack" and node.args and str(tree.value(node.args[0])).lstrip("<>!=@") == "B":
            most = 255
        if 0 < most < 2500:
            return f"{source.line(line(node))}the length that is told here is {most:,} at most, and 2,500 letters " \
                "were sent: give it more room, in both programs."
    return ""


def prompts(result, roles, server, client):
    ends = [source.line(line(call)) for source in (client, server) for call in source.of("input")
            if (shown := asked_with(call)) and str(source.tree.value(shown[0])).endswith("\n")]
    how = f"{ends[0]}without the newline at its end a prompt stands before what is typed: " if ends else ""
    return f'{how}input("Enter Message ") and input("Enter Reply "), with one blank at the end.'


def transcript(result, roles, server, client):
    shown = " ".join([result.seen, *(text for lines in result.screens.values() for text in lines)])
    if result.seen.endswith("besides"):
        return "the practical's windows show the prompts and the messages, and nothing else: leave that line out."
    as_bytes = re.search(r"(?:^|\W)b['\"]", shown)
    return as_bytes and (shows_bytes(server) or shows_bytes(client)) or \
        'print("Client", {message}) at the server and print({reply}) at the client: {message} is a set, which ' \
           "gives the braces. Nothing else is printed."


def braces(result, roles, server, client):
    return "print(f'Client {number}', {message}): {message} is a set, which gives the braces."


def exit_word(result, roles, server, client):
    return "The practical says: if the user types exit, disconnect and close the client."
