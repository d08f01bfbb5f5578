"""Computers: why two programs that wait at one port can talk on two computers only, or one with nobody but itself."""
import ast

from lab12.driver.hosts import these
from lab12.finder.places import is_anothers, probing
from lab12.finder.syntax import CONNECTS, HOSTNAME, called, is_everybody, last_name

OWN = "bind", "create_server"
ANY = {"", "0.0.0.0", "::", HOSTNAME}  # whichever address a computer has
HERE = {"127.0.0.1", "localhost", HOSTNAME}
BY_HAND = "Try it by hand."


def two_meant(server, client):
    """Return why two Sources, be they of one script, cannot be tried on one computer; '' where they can, or nowhere.

    Both wait at one port of any address, and what they call there is another computer, written in them or asked for:
    not all of a network, since several programs of one computer may wait for that.
    """
    both = {one.script.path: one for one in (server, client) if one.script}.values()
    own = [address for one in both for address in addresses(one, *OWN)]
    away = [address for one in both for address in addresses(one, *CONNECTS, "sendto")]
    ports = {port for _, port in own}
    if (len(ports) != 1 or None in ports or len(own) < len(both) or not any(host in ANY for host, _ in own)
            or {port for _, port in away} - ports - {None} or any(is_everybody(one.tree, host)
                                                                  for one in both for host, _ in away)):
        return ""
    names = {name for one in both for name in one.script.names}
    far = sorted({host for host, _ in away if is_anothers(host) or host in names})
    if {host for host, _ in away} - {*far, None} or not far and not any("host" in one.script.wants for one in both):
        return ""
    waits = f"Each of two copies of {server.name} binds" if len(both) < 2 else "Both programs bind"
    calls = f"; {these(far)} called" if far else ""
    return f"{waits} port {ports.pop()}: two computers are meant, and on one they cannot both run{calls}. {BY_HAND}"


def addresses(source, *names):
    """Return the (host, port) in each of these calls of a Source; what the source does not tell is None in it.

    Nor does it tell a host that is put together, of which Tree.value gives "..." for a part: prefix + str(number).
    """
    calls = [call for call in source.tree.of(*names) if call.args and call not in probing(source.tree)]
    found = [source.tree.value(call.args[-1 if called(call) == "sendto" else 0]) for call in calls]
    found = [address for address in found if isinstance(address, tuple) and len(address) == 2]
    return [(None if isinstance(host, str) and "..." in host else host, port) for host, port in found]


def with_itself(server, client):
    """Return the node where a program starts its server, and that where it starts its client, in one process:
    each time it is run, and for each other, at an address of this computer. (None, None) for any other.

        threading.Thread(target=serve).start()
        call()
    """
    tree = server.tree
    if not server.script or server.script is not client.script or server.script.role != "both":
        return None, None
    own, away = set(addresses(server, *OWN)), set(addresses(server, *CONNECTS, "sendto"))
    ports = {port for _, port in own | away}
    if len(ports) != 1 or None in ports or not {host for host, _ in own} <= ANY | HERE or not (
            away and {host for host, _ in away} <= HERE):
        return None, None
    ends = ([tree.function(call) for call in tree.of(*names)] for names in (OWN, (*CONNECTS, "sendto")))
    serves, calls = ([one for one in end if getattr(one, "name", "")] for end in ends)
    for one in serves:
        for other in [other for other in calls if other is not one]:
            starts, begins = ([node for node in uses(tree, end) if stays(tree, node, ports)] for end in (one, other))
            direct = [called(tree.parent.get(node)) == last_name(node) for node in (*starts[:1], *begins[:1])]
            if len(direct) == 2 and not all(direct):  # one of the two in a thread, else it would wait for the other
                return starts[0], begins[0]
    return None, None


def stays(tree, node, ports):
    """Tell whether a function that is called, or started, here is given no other address than one of this computer."""
    call = tree.parent.get(node)
    if called(call) == last_name(node):
        given = [*call.args, *(word.value for word in call.keywords)]
    else:
        given = [part for word in getattr(tree.parent.get(call), "keywords", ()) if word.arg in ("args", "kwargs")
                 for part in (*getattr(word.value, "elts", ()), *getattr(word.value, "values", ()))]
    values = [part for one in given for value in [tree.value(one)]
              for part in (value if isinstance(value, tuple) else (value,))]
    return all(value in {*HERE, *ANY, *ports} for value in values)


def uses(tree, function):
    """Return where a function is named that is begun each time the program is run: no condition is around that."""
    found = [node for node in tree.nodes if isinstance(node, (ast.Name, ast.Attribute))
             and last_name(node) == function.name]
    return [node for node in found if always(tree, node)]


def always(tree, node, depth=3):
    """Tell whether a node is come to each time: but for if __name__ == "__main__" nothing decides that it is."""
    above = tree.parent.get(node)
    while above is not None and not isinstance(above, (ast.FunctionDef, ast.AsyncFunctionDef)):
        if isinstance(above, (ast.While, ast.For, ast.ExceptHandler, ast.Match, ast.IfExp, ast.BoolOp, ast.Dict)) or (
                isinstance(above, ast.If) and "__name__" not in {last_name(part) for part in ast.walk(above.test)}):
            return False
        above = tree.parent.get(above)
    return above is None or depth > 0 and any(
        always(tree, one, depth - 1) for one in tree.nodes if isinstance(one, (ast.Name, ast.Attribute))
        and last_name(one) == above.name)
