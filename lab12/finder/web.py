"""Web: programs that talk by a library for HTTP or WebSockets, and have no socket of their own."""
import ast
import re

from lab12.finder.mistakes import modules
from lab12.finder.syntax import LOOPS, asks_user, called, last_name

CALLS = {"urlopen": "urllib", "ServerProxy": "xmlrpc", "HTTPConnection": "http.client"}
PACKAGES = "requests", "httpx"
ADDRESS = re.compile(r"(?:https?|wss?)://(localhost|127\.0\.0\.1):(\d{2,5})\b")
FOR_BROWSERS = re.compile(r"^[ \t]*(?:from|import)[ \t]+(flask_socketio|flask|django|fastapi|bottle|"
                          r"pywebio|streamlit|sanic|starlette|quart|nicegui|gradio|cherrypy)\b", re.M)
WEBSOCKETS = {"server": {"serve"}, "client": {"connect", "create_connection", "WebSocketApp"}}


def for_browser(source):
    """Return the package by which a source serves pages for a browser; '' where it imports none of them."""
    found = FOR_BROWSERS.search(source)
    return found[1] if found else ""


def by_library(tree, transport=""):
    """Return (protocol, library, role, host, port) of a script that talks by such a library; () for others.

    Over HTTP that is a client whose user speaks to a server of this computer. One that has a socket has a transport,
    and so seems to have what calls websocket.create_connection.
    """
    texts = [node.value for node in tree.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    there = [(found[1], int(found[2])) for text in texts if (found := ADDRESS.search(text))]
    if transport and "socket" in tree.words:
        return ()
    return over_websockets(tree, there) or not transport and over_http(tree, there) or ()


def over_http(tree, there):
    made = [CALLS[called(call)] for call in tree.named(*CALLS)]
    made += [name for call in tree.calls if isinstance(call.func, ast.Attribute)
             and (name := last_name(call.func.value)) in PACKAGES]
    speaks = any(tree.above(call, LOOPS) for call in tree.calls if asks_user(call))
    return ("HTTP", made[0], "client", *there[0]) if made and there and speaks else ()


def over_websockets(tree, there):
    """Tell of a script that imports the package websockets or websocket, and serves or calls somebody by it."""
    packages = [name for node in tree.nodes for name in modules(node) if name in {"websockets", "websocket"}]
    for role, names in WEBSOCKETS.items() if packages else ():
        for call in tree.named(*names):
            numbers = [port for one in [*call.args, *(word.value for word in call.keywords if word.arg == "port")]
                       if type(port := tree.value(one)) is int]
            return "WebSockets", packages[0], role, *(there or [("127.0.0.1", (numbers or [None])[0])])[0]
    return ()
