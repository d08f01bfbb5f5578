"""Computers: why two programs that wait at one port can talk on two computers, and on one cannot."""
from lab12.driver.hosts import these
from lab12.finder.places import is_anothers, probing
from lab12.finder.syntax import CONNECTS, HOSTNAME, called

OWN = "bind", "create_server"
ANY = {"", "0.0.0.0", "::", HOSTNAME}  # whichever address a computer has
BY_HAND = "Try it by hand."


def two_meant(server, client):
    """Return why two Sources, be they of one script, cannot be tried on one computer; '' where they can, or nowhere.

    Both wait at one port of any address, and what they call there is another computer, written in them or asked for.
    """
    both = {one.script.path: one for one in (server, client) if one.script}.values()
    own = [address for one in both for address in addresses(one, *OWN)]
    away = [address for one in both for address in addresses(one, *CONNECTS, "sendto")]
    ports = {port for _, port in own}
    if (len(ports) != 1 or None in ports or len(own) < len(both) or not any(host in ANY for host, _ in own)
            or {port for _, port in away} - ports - {None}):
        return ""
    names = {name for one in both for name in one.script.names}
    far = sorted({host for host, _ in away if is_anothers(host) or host in names})
    if {host for host, _ in away} - {*far, None} or not far and not any("host" in one.script.wants for one in both):
        return ""
    waits = f"Each of two copies of {server.name} binds" if len(both) < 2 else "Both programs bind"
    calls = f"; {these(far)} called" if far else ""
    return f"{waits} port {ports.pop()}: two computers are meant, and on one they cannot both run{calls}. {BY_HAND}"


def addresses(source, *names):
    """Return the (host, port) in each of these calls of a Source; what the source does not tell is None in it."""
    calls = [call for call in source.tree.of(*names) if call.args and call not in probing(source.tree)]
    found = [source.tree.value(call.args[-1 if called(call) == "sendto" else 0]) for call in calls]
    return [address for address in found if isinstance(address, tuple) and len(address) == 2]
