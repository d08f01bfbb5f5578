"""Signs: where what one program looks for behind, or before, each message is not what the other one sends there."""
import ast
from collections import Counter

from lab12.finder.ends import ends, plain
from lab12.finder.flow import TURNS
from lab12.finder.nodes import walk
from lab12.finder.reach import handed
from lab12.finder.syntax import OVER_SOCKETS, asks_user, called, last_name, line

SHOWS = OVER_SOCKETS | {"print", "write", "append", "put"}  # what is done with a message that has come


def letter_by_letter(sender, receiver):
    """Return the hint for one that sends each letter of a text by itself to one who gathers none; '' for others.

        for letter in text:
            sock.send(letter.encode())
    """
    tree = sender.tree
    gathers = receiver.reads_lines or any(isinstance(node, ast.AugAssign) and not isinstance(node.value, ast.Constant)
                                          for node in receiver.tree.nodes) or receiver.calls("join", "append", "extend")
    gathers = gathers or any(word.arg == "end" and receiver.tree.value(word.value) == ""
                             for call in receiver.of("print") for word in call.keywords)  # each stands behind the last
    for loop in [] if gathers else [one for one in tree.loops if isinstance(one, ast.For)]:
        values = tree.given.get(last_name(loop.iter), ())
        typed = asks_user(loop.iter) or values and all(map(asks_user, values))  # and none is what split() makes of it
        for part in walk(loop) if typed and isinstance(loop.target, ast.Name) else ():
            sent = part.args[0] if called(part) in OVER_SOCKETS and part.args else None
            sent = sent.func.value if called(sent) == "encode" and isinstance(sent.func, ast.Attribute) else sent
            if isinstance(sent, ast.Name) and sent.id == loop.target.id:
                how = "TCP joins them as it likes" if getattr(sender.script, "transport", "") == "tcp" else \
                    "each is a message of its own"
                return f"{sender.line(line(part))}each letter of what was typed is sent by itself, and {how}: send " \
                    "the whole text at once."
    return ""


def bare_line(sender, receiver):
    """Return the hint for a greeting without a newline to one who reads it as a line, where all else has one; ''.

        link.sendall(b"Welcome")                                  # print(lines.readline())
        link.sendall((text + "\\n").encode())
    """
    reads = [call for call in receiver.tree.of("readline") if not asks_user(call)]
    bare, ended = [], False
    for call in sent_by(sender, "send", "sendall", "write") if reads else ():
        text = call.args[0] if call.args else None
        text = text.func.value if called(text) == "encode" and isinstance(text.func, ast.Attribute) else text
        parts = [plain(value) for part in walk(call) if isinstance(part, (ast.Constant, ast.Name)) and isinstance(
            value := sender.tree.value(part), (str, bytes))]
        newline = any(part.endswith("\n") for part in parts)
        ended = ended or newline
        if isinstance(text, (ast.Constant, ast.JoinedStr)) and parts and not newline:
            bare.append(call)
    return f"{sender.line(line(bare[0]))}this goes out without a newline, and {receiver.line(line(reads[0]))[:-2]} " \
        'waits for one: end it as all else that is sent, with "\\n".' if bare and ended else ""


def bare_of_sign(sender, receiver):
    """Return the hint for a text that goes out without the sign up to which the other program reads; '' for none.

        link.sendall(b"Welcome")                                  # while not text.endswith("<END>"): ...
        link.sendall((text + "<END>").encode())
    """
    for test, sign, lines in ends(receiver.tree):
        bare, with_sign = [], False
        for call in sent_by(sender, "send", "sendall", "write"):
            text = call.args[0] if call.args else None
            text = text.func.value if called(text) == "encode" and isinstance(text.func, ast.Attribute) else text
            parts = [value for part in walk(call) if isinstance(part, (ast.Constant, ast.Name))
                     and isinstance(value := sender.tree.value(part), (str, bytes))]
            ended = any(plain(value).endswith(sign.strip()) for value in parts)
            with_sign = with_sign or ended
            if isinstance(text, (ast.Constant, ast.JoinedStr)) and not ended and not lines:
                bare.append(call)
        if bare and with_sign:
            return f"{sender.line(line(bare[0]))}this goes out without {sign!r}, up to which " \
                f"{receiver.line(line(test))[:-2]} reads: all that is sent, a greeting too, needs it at its end."
    return ""


def begins_otherwise(sender, receiver):
    """Return the hint for a program that takes only what begins with a sign, where all that comes has another one; ''.

        link.sendall(("MSG:" + text).encode())              # if text.startswith("MSG "): tell(text[4:])
    """
    starts = [pair for call in sent_by(sender, "send", "sendall", "sendto")
              for pair in beginnings(sender.tree, call, call.args[0] if call.args else None)]
    tests = [call for call in receiver.tree.of("startswith") if len(call.args) == 1 and isinstance(
        receiver.tree.value(call.args[0]), (str, bytes)) and receiver.has_come(call.func, receiver.received)]
    for test in tests if starts and all(start for _, start in starts) and len(tests) == 1 else ():
        wanted, choice = plain(receiver.tree.value(test.args[0])), receiver.tree.parent.get(test)
        alone = isinstance(choice, ast.If) and choice.test is test and not choice.orelse
        inside = [part for one in choice.body for part in walk(one)] if alone else []
        shown = [call for call in receiver.tree.calls if called(call) in SHOWS and receiver.shows_what_comes(call)
                 and getattr(receiver.tree.function(call), "name", "") not in receiver.receivers]
        alone = alone and bool(shown) and all(call in inside for call in shown)  # else the rest is taken, too
        alike = str.casefold if {"lower", "upper", "casefold"} & receiver.tree.words else str  # text.upper() is tested
        if alone and not any(alike(start).startswith(alike(wanted)) or alike(wanted).startswith(alike(start))
                             for _, start in starts):
            call, start = starts[-1]
            return f"{receiver.line(line(test))}only what begins with {wanted!r} is taken here, and " \
                f"{sender.line(line(call))[:-2]} sends {start!r} first: the same in both, blanks and signs too."
    return ""


def beginnings(tree, call, text, turns=TURNS):
    """Return (call, what the text begins with) for a text that goes out; for each call of a function that is handed it.

        def say(text): link.sendall((text + "\\n").encode())
        say("MSG:" + input())                                # [(this call, "MSG:")]
    """
    text = text.func.value if called(text) == "encode" and isinstance(text.func, ast.Attribute) else text
    first = text.values[0] if isinstance(text, ast.JoinedStr) and text.values else text
    while isinstance(first, ast.BinOp):
        first = first.left
    first = first.value if isinstance(first, ast.FormattedValue) else first
    value, function = tree.value(first), tree.function(call)
    if isinstance(first, ast.Name) and not isinstance(value, (str, bytes)) and turns:
        given = [(site, one) for site in tree.sites(function) for parameter, one in handed(tree, site)
                 if parameter.arg == first.id]
        if "named" not in tree.known:
            tree.known["named"] = Counter(str(last_name(node)) for node in tree.nodes)
        if given and len(given) == tree.known["named"][function.name]:  # each call is seen, with what it hands over
            return [pair for site, one in given for pair in beginnings(tree, site, one, turns - 1)]
    return [(call, plain(value) if isinstance(value, (str, bytes)) else "")]


def sent_by(source, *names):
    """Return the calls of these names by which a program sends, less those of its own methods, a file and a screen."""
    tree = source.tree
    files = {name for name, values in tree.given.items() if any(called(value) == "open" for value in values)}
    files |= {last_name(item.optional_vars) for node in tree.nodes if isinstance(node, ast.With) for item in node.items
              if called(item.context_expr) == "open"}
    calls = [call for call in source.of(*names) if called(call) not in tree.own and last_name(
        getattr(call.func, "value", None)) not in files | {"stdout", "stderr"}] if source.script else []
    return sorted(calls, key=lambda call: (hasattr(call, "file"), call.lineno))


def sent_without(fault):
    """Return the hint for the one text of several that the other program sends without the sign it is split at; ''.

        link.send(f"JOIN|{name}".encode())
        link.send(f"MSG:{text}".encode())
    """
    signs = {getattr(call.args[0], "value", None) for call in fault.calls if called(call) == "split" and call.args}
    sign = signs.pop() if len(signs) == 1 else None
    if not isinstance(sign, str) or not sign.strip() or not fault.other:
        return ""
    texts = [(call, one) for call in fault.other.tree.of("send", "sendall", "sendto") for one in walk(call)
             if isinstance(one, ast.JoinedStr)]
    have = {call for call, one in texts if any(sign in str(fault.other.tree.value(part)) for part in walk(call)
                                               if isinstance(part, (ast.Constant, ast.Name, ast.Attribute)))}
    lack = [(call, one) for call, one in texts if call not in have and one.values and isinstance(
        one.values[0], ast.Constant)]
    if not have or len(lack) != 1:
        return ""
    call, text = lack[0]
    return f"{fault.other.line(line(call))}this sends {ast.unparse(text)}, without {sign!r}, at which " \
        f"{fault.at[:-2]} splits what comes: put it between the parts here, too."
