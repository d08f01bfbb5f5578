"""Web: a client that talks with its server by a library for HTTP, and has no socket of its own."""
import ast
import re

from lab12.finder.syntax import LOOPS, asks_user, called, last_name

CALLS = {"urlopen": "urllib", "ServerProxy": "xmlrpc", "HTTPConnection": "http.client"}
PACKAGES = "requests", "httpx"
ADDRESS = re.compile(r"https?://(localhost|127\.0\.0\.1):(\d{2,5})\b")


def by_library(tree):
    """Return (library, host, port) of a script whose user speaks to a server of this computer over HTTP; () for others.
    """
    made = [CALLS[called(call)] for call in tree.named(*CALLS)]
    made += [name for call in tree.calls if isinstance(call.func, ast.Attribute)
             and (name := last_name(call.func.value)) in PACKAGES]
    texts = [node.value for node in tree.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    there = [found for text in texts if (found := ADDRESS.search(text))]
    speaks = any(tree.above(call, LOOPS) for call in tree.calls if asks_user(call))
    return (made[0], there[0][1], int(there[0][2])) if made and there and speaks else ()
