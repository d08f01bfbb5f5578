"""Joining finds the word with which a client joins a chat and the one that the server looks for, by their sources."""
import ast
import difflib

from lab12.finder.nodes import walk
from lab12.finder.relays import above_all, additions
from lab12.finder.syntax import OVER_SOCKETS, asks_user, called, last_name, line

ALIKE = 0.6  # of difflib: "JOIN" and "joined" are, "JOIN" and "LEAVE" are not


def openers(tree):
    """Return the texts with which messages of this script begin that it sends, {text: line}, as far as they are known.

    f"join:{name}".encode() begins with "join:".
    """
    found = {}
    for call in tree.of(*OVER_SOCKETS):
        text = call.args[0] if call.args else None
        while called(text) in {"encode", "bytes", "format"}:
            text = text.func.value if isinstance(text.func, ast.Attribute) else next(iter(text.args), None)
        value = text and tree.value(text)
        value = value.decode(errors="replace") if isinstance(value, bytes) else value
        if isinstance(value, str) and (first := value.partition("...")[0].partition("{")[0]):
            found.setdefault(first, line(call))
    return found


def joins(tree):
    """Return the words without which a server takes nobody in, {word: line that looks for it}.

    A client is taken in where it is added to what a loop goes through to send. None are told where another way leads
    there, or where the case of letters does not matter.
    """
    found = [guard(tree, node) for name, node in additions(tree) if name in sent_to(tree)]
    if not all(found) or tree.of("lower", "upper", "casefold"):
        return {}
    return {word: where for words in found for word, where in words.items()}


def sent_to(tree):
    """Return the names of what loops go through to send: of the list of all clients."""
    if "sent to" not in tree.known:
        sends = (*OVER_SOCKETS, "write") if "asyncio" in tree.words else OVER_SOCKETS
        tree.known["sent to"] = {last_name(part) for call in tree.of(*sends) for loop in tree.above(call, (ast.For,))
                                 for part in walk(loop.iter)} - {""}
    return tree.known["sent to"]


def guard(tree, node, deep=False):
    """Return the words of the ifs that a node stands in, {word: line}: startswith("JOIN:"), == "JOIN", case "JOIN".

    Where there are none, those around each call of the function that it stands in.
    """
    found, below = {}, node
    for above in above_all(tree, node):
        if isinstance(above, ast.If) and below in above.body and not of_its_own(tree, above.test):
            for part in walk(above.test):
                asked = part.args[:1] if called(part) == "startswith" else [part.left, *part.comparators] if isinstance(
                    part, ast.Compare) and isinstance(part.ops[0], ast.Eq) else ()
                words = [tree.value(one) for one in asked]
                words = [word.decode(errors="replace") if isinstance(word, bytes) else word for word in words]
                found |= {word: line(part) for word in words if isinstance(word, str) and core(word)}
        if isinstance(above, ast.match_case) and isinstance(above.pattern, ast.MatchValue) and isinstance(
                word := tree.value(above.pattern.value), str) and core(word):
            found[word] = line(above.pattern)
        below = above
    calls = tree.sites(tree.function(node)) if not found and not deep else []
    around = [guard(tree, call, deep=True) for call in calls]
    return {word: where for words in around for word, where in words.items()} if calls and all(around) else found


def of_its_own(tree, test):
    """Tell whether a test is about the program itself: its name, its command line, or what its own user has typed."""
    names = {last_name(part) for part in walk(test)}
    return bool({"__name__", "argv"} & names) or any(
        asks_user(part) for name in names for value in tree.given.get(name, ()) for part in walk(value))


def core(word):
    """Return the letters and digits of a word."""
    return "".join(letter for letter in word if letter.isalnum())


def misspelt(server, client):
    """Return (word, line, word, line): what the client sends, and what its server wants instead, almost the same.

    None if the client sends what is wanted, or may.
    """
    told = unmet(server, client)
    close = sorted(((likeness(sent, wanted), sent, wanted) for sent, wanted in told), reverse=True)
    if close and close[0][0] >= ALIKE:
        _, sent, wanted = close[0]
        return sent, client.openers[sent], wanted, server.joins[wanted]
    return None


def unsaid(server, client):
    """Return (word, line) of what the server wants of who joins, where nothing in the client's source is like it."""
    source = client.source.casefold() if server and client else ""
    if not source or any(text in source for word in server.joins
                         for text in (core(word).casefold(), word.strip().casefold())):
        return None
    return next(iter(server.joins.items()), None)


def unmet(server, client):
    """Return the pairs (what the client sends, what the server wants), none if one of them fits, or may."""
    told = [(sent, wanted) for sent in client.openers for wanted in server.joins] if server and client else []
    fits = any(sent.strip().startswith(wanted.strip()) or wanted.startswith(sent)
               or core(wanted) == wanted and core(sent).startswith(wanted) for sent, wanted in told)
    return [] if fits else told


def likeness(one, other):
    return difflib.SequenceMatcher(None, core(one).casefold(), core(other).casefold()).ratio()
