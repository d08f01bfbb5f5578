"""Syntax tells of one node of a script what it is: what it calls, asks or names, and of which kind. See tree, too."""
import ast

from lab12.finder.nodes import walk

HOSTNAME = "gethostname()"  # stands for the address of the machine that a script runs on
EVERYBODY = "255.255.255.255", "<broadcast>"  # ip(7), Python docs, socket
MAY_TELL_ALL = {"SO_BROADCAST", "allow_broadcast"}  # socket(7), asyncio's loop
GROUP = "IP_ADD_MEMBERSHIP"  # with it a script joins a multicast group (ip(7)): a chat without a server
LOOPS = (ast.While, ast.For, ast.AsyncFor)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
LISTENS = {"listen", "accept", "create_server", "start_server", "serve_forever", "listenTCP"}  # the last in twisted
CONNECTS = {"connect", "connect_ex", "create_connection", "open_connection", "connectTCP"}
ENDS = {"Client": "create_connection", "Listener": "create_server"}
IN_THREAD = {"to_thread", "run_in_executor"}
RECEIVES = {"recv", "recvfrom", "recv_into", "readline"}
DATABASES = {"sqlite3", "mysql", "MySQLdb", "pymysql", "mariadb", "psycopg2", "psycopg", "pyodbc", "aiosqlite"}
SIGNALS = {"clicked", "pressed", "returnPressed", "triggered", "timeout", "finished", "textChanged"}  # of Qt
OVER_SOCKETS = {"send", "sendall", "sendto"}
SENDS = OVER_SOCKETS | {"write", "put", "put_nowait"}


def called(node):
    """Return the last name of what is called: recv for conn.recv(1024), '' if nothing is."""
    return last_name(node.func) if isinstance(node, ast.Call) else ""


def last_name(node):
    """Return the name, or the last part of a dotted one."""
    return getattr(node, "attr", getattr(node, "id", ""))


def names_in(node):
    """Return the names that are mentioned anywhere in this node."""
    return {n.id for n in walk(node) if isinstance(n, ast.Name)}


def line(node):
    """Return the line of a node; "protocol.py, line 7" where it stands in a file that the script imports."""
    return f"{node.file}, line {node.lineno}" if hasattr(node, "file") else node.lineno


def peeks(call):
    """Tell whether this only looks at what has come, and leaves it there for the next recv: recv(1, MSG_PEEK)."""
    return any(last_name(part) == "MSG_PEEK" for one in call.args[1:] for part in walk(one))


def asks_user(node):
    """Tell whether this node waits for the keyboard: input(), raw_input(), getpass(), sys.stdin.readline().

    It may have a thread do so: await asyncio.to_thread(input, "> "), loop.run_in_executor(None, input, "> "); or a
    package, as await aioconsole.ainput("> ") does.
    """
    if hasattr(node, "awaited"):
        return True
    if called(node) in IN_THREAD:
        return has_asked(node) is not None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr != "getpass":
        return node.func.attr in {"readline", "read"} and last_name(node.func.value) == "stdin"
    return called(node) in {"input", "raw_input", "getpass"}


def has_asked(call):
    """Return the place behind the argument of a call that a thread is to call, and that waits for the keyboard."""
    return next((place for place, one in enumerate(call.args, 1) if getattr(one, "id", "") == "input" or isinstance(
        one, ast.Attribute) and one.attr == "readline" and last_name(one.value) == "stdin"), None)


def asked_with(call):
    """Return the arguments of a call that asks the user: what it shows comes first."""
    return call.args[has_asked(call):] if called(call) in IN_THREAD else call.args


def argument(tree, node):
    """Return which part of the command line this is: "argv[1]" for sys.argv[1], '' if it is none."""
    index = tree.value(node.slice) if isinstance(node, ast.Subscript) and last_name(node.value) == "argv" else 0
    return f"argv[{index}]" if type(index) is int and index > 0 else ""


def name_ends(nodes):
    """Give the two ends of a connection of multiprocessing the names that they have in socket (Python docs of both).

    Return whether the script has such a connection.
    """
    imports = [ast.unparse(node) for node in nodes if isinstance(node, (ast.Import, ast.ImportFrom))]
    there = any("multiprocessing" in line and "connection" in line for line in imports)
    for node in nodes if there else ():
        if isinstance(node, ast.Call) and (same := ENDS.get(last_name(node.func))):
            node.func = ast.copy_location(ast.Name(same, ast.Load()), node.func)
    return there


def is_of_a_window(tree, call):
    """Tell whether this bind() is one of tkinter: entry.bind("<Return>", send)."""
    return len(call.args) > 1 and str(tree.value(call.args[0])).startswith("<")


def is_of_a_signal(tree, call):
    """Tell whether this connect() is one of Qt: button.clicked.connect(self.send)."""
    first, function = call.args[0] if call.args else None, tree.function(call)
    taken = {one.arg for one in walk(function.args) if isinstance(one, ast.arg)} if function else ()
    return isinstance(call.func, ast.Attribute) and (
        isinstance(first, ast.Lambda) or last_name(call.func.value) in SIGNALS
        or names_function(tree, first) and last_name(first) not in tree.given and last_name(first) not in taken)


def is_of_an_event(tree, call):
    """Tell whether this accept() is of an event of a window: def closeEvent(self, event): event.accept()."""
    function, whose = tree.function(call), getattr(getattr(call.func, "value", None), "id", None)
    return getattr(function, "name", "").endswith("Event") and whose in {
        one.arg for one in walk(function.args) if isinstance(one, ast.arg)}


def names_function(tree, node):
    """Tell whether a node names a function of the script: a property is called self.address, and is an address."""
    return any(isinstance(one, FUNCTIONS) and not any("property" in last_name(part) for part in one.decorator_list)
               for one in tree.defined.get(last_name(node), ()))


def is_of_a_database(node):
    """Tell whether a call connects to a database: sqlite3.connect("chat.db")."""
    while isinstance(node, (ast.Call, ast.Attribute)):
        node = getattr(node, "func", getattr(node, "value", None))
    return getattr(node, "id", "") in DATABASES


def is_everybody(tree, host):
    """Tell whether this is a broadcast address (RFC 919): that of whatever network it is, or of a certain one.

    The host's part of the latter is all ones (RFC 922): as good as always its last eight bits; with the option that is
    there for it, its last three or more.
    """
    if host in EVERYBODY:
        return True
    parts = host.split(".") if isinstance(host, str) else ()
    if len(parts) != 4 or not all(part.isdecimal() and int(part) < 256 for part in parts):
        return False
    if parts[0] == "127":
        return host == "127.255.255.255" and "SOCK_DGRAM" in tree.words  # all programs of one computer
    if parts[3] == "255":
        return "SOCK_DGRAM" in tree.words
    return int(parts[3]) % 8 == 7 and bool(MAY_TELL_ALL & tree.words)


def name_databases(module):
    """Have a database go by its own name, whatever a script calls it: import sqlite3 as sql; sql.connect("chat.db")."""
    imported = [one for node in module.body if isinstance(node, ast.Import) for one in node.names]
    names = {one.asname: one.name for one in imported if one.asname and one.name in DATABASES}
    for node in walk(module) if names else ():
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)


def is_at_any_port(tree, call):
    """Tell whether this bind() leaves the port to the kernel, as only a client can: bind(("", 0))."""
    address = tree.value(call.args[0]) if isinstance(call, ast.Call) and call.args else None
    return isinstance(address, tuple) and address[1:2] == (0,)


def is_for_own_address(tree, call):
    """Tell whether a UDP socket is connected only to learn which address of its own this computer would use for that.

        probe.connect(("8.8.8.8", 80))     # sends nothing (Linux, udp(7)); the next line asks for getsockname()[0]

    Another file may ask, or nobody any more.
    """
    if "SOCK_DGRAM" not in tree.words:
        return False
    if ("own address", call) not in tree.known:
        whose = last_name(getattr(call.func, "value", None))
        asked = {called(node) for node in where_same(tree, call, whose) if isinstance(node, ast.Call)
                 and last_name(getattr(node.func, "value", None)) == whose}
        asks = "getsockname" in asked or asked == {"connect"} and made_for_datagrams(tree, whose)
        tree.known["own address", call] = asks and not asked & (SENDS | RECEIVES)
    return tree.known["own address", call]


def made_for_datagrams(tree, name):
    """Tell whether all that has this name is a socket for datagrams, of which nothing else is made."""
    values = tree.given.get(name, ())
    return bool(values) and all("SOCK_DGRAM" in ast.unparse(value) for value in values)


def where_same(tree, call, name):
    """Return the nodes where a name stands for the same as at a call: in its function, or else in the whole module.

    Where that gives the name several values in turn, it is from the last one before the call until the next one.
    """
    def given(nodes):
        return [part for part in nodes if isinstance(part, ast.arg) and part.arg == name or isinstance(
            getattr(part, "ctx", None), ast.Store) and last_name(part) == name]

    function = tree.function(call)
    nodes = [part for part in walk(function) if hasattr(part, "lineno")] if function else []
    shared = any(isinstance(part, (ast.Global, ast.Nonlocal)) and name in part.names for part in nodes)
    if shared or isinstance(getattr(call.func, "value", None), ast.Attribute) or not given(nodes):
        nodes = tree.nodes
    lines = [part.lineno for part in given(nodes) if tree.function(part) is function]
    if len(lines) < 2:
        return nodes
    first = max((number for number in lines if number <= call.lineno), default=0)
    then = min((number for number in lines if number > call.lineno), default=float("inf"))
    return [part for part in nodes if first <= part.lineno < then]


def draws_port(tree, bind):
    """Tell whether this call binds a port that chance has given its function, or else the script."""
    if "drawn" not in tree.known:
        drawn = tree.known["drawn"] = {}  # name -> {function: whether chance gives it its value there}
        for node in tree.nodes:
            for target, value in given_names(node):
                places = drawn.setdefault(last_name(target), {})
                places[tree.function(node)] = places.get(tree.function(node), False) or by_chance(value)
    names = {last_name(part) for argument in bind.args for part in walk(argument)} - {""}
    of_names = [tree.known["drawn"].get(name, {}) for name in names]
    return by_chance(bind) or any(places.get(tree.function(bind), any(places.values())) for places in of_names)


def by_chance(node):
    """Tell whether this expression draws a number, as random.randint() does."""
    return any(map(draws_number, walk(node)))


def draws_number(node):
    """Tell whether this node, and none in it, is a call that draws a number."""
    return "rand" in called(node) or called(node) in {"choice", "sample"}


def given_names(node):
    """Return (name, expression) for each name that an assignment gives a value, also of several at once."""
    found = []
    for target in node.targets if isinstance(node, ast.Assign) else ():
        several = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
        if several and len(target.elts) == len(node.value.elts):
            found += zip(target.elts, node.value.elts, strict=True)
        else:
            found += [(one, node.value) for one in getattr(target, "elts", [target])]
    return found


def target_of(tree, node):
    """Return the name that the value of this node is given, if need be where its function is called; '' if none."""
    while isinstance(node, ast.expr):
        inner, node = node, tree.parent.get(node)
        if isinstance(node, ast.NamedExpr) and inner is node.value:
            return node.target.id
    if isinstance(node, ast.Return):
        sites = tree.sites(tree.function(node))
        node = tree.parent.get(sites[0]) if len(sites) == 1 else None
    return last_name(node.targets[0]) if isinstance(node, ast.Assign) else ""
