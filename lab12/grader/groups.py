"""Groups: why what is sent to a multicast group, or to everybody, is not heard by the others; '' where it would be.

Source: ip(7), RFC 1112.
"""
import ast
import ipaddress

from lab12.finder.kinds import bound_ports, is_group
from lab12.finder.nodes import walk
from lab12.finder.syntax import EVERYBODY, GROUP, called, last_name, line

ALL_HOSTS = "224.0.0.1"  # which every computer has joined by itself (RFC 1112)


def in_groups(source):
    """Return the first of these hints that a program shows whose copies talk with each other."""
    alike = source.script and source.script.role == "both"
    return (never_joined(source) or other_port(source) or own_alone(source)) if alike else ""


def sent_to(tree):
    """Yield (call, host, port) of what is sent to a group, or to everybody; the port is None if it is not known."""
    for call in tree.of("sendto"):
        address = tree.value(call.args[-1]) if len(call.args) > 1 else None
        if isinstance(address, tuple) and len(address) > 1 and (address[0] in EVERYBODY or is_group(address[0])):
            yield call, address[0], address[1] if type(address[1]) is int else None


def never_joined(source):
    """Return the hint for a program that sends to a group which it has not joined itself, so that it hears nobody."""
    tree = source.tree
    found = next((call for call, host, _ in sent_to(tree) if is_group(host) and host != ALL_HOSTS), None)
    if found is None or {GROUP, "IP_ADD_SOURCE_MEMBERSHIP", "IPV6_JOIN_GROUP", "inet_pton"} & tree.words:
        return ""
    return f"{source.at('bind', 'sendto')}what is sent to a group ({source.ref(found)}) comes only to those who have " \
        "joined it: setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, the group's and the own address)."


def other_port(source):
    """Return the hint for a program that waits at one port, and sends to all at another one."""
    bound = bound_ports(source.tree)
    for call, _, port in sent_to(source.tree):
        if port and bound and all(type(one) is int for one in bound) and port not in bound:
            mine = min(bound)
            return f"{source.line(line(call))}this goes to all who wait at port {port}, and they wait at {mine} " \
                f"({source.ref(bound[mine])}): it must be the same port."
    return ""


def own_alone(source):
    """Return the hint for a program that shows what it has said itself, and nothing else: if who == name: print."""
    tree = source.tree
    asked = {last_name(target) for node in tree.nodes if isinstance(node, ast.Assign) and called(node.value) == "input"
             for target in node.targets} - {""}
    for test in [node.test for node in tree.nodes if isinstance(node, ast.If) and next(sent_to(tree), None)
                 and any(called(part) == "print" for one in node.body for part in walk(one)) and not (
                     node.orelse or isinstance(node.body[-1], (ast.Continue, ast.Return)))]:
        sides = [last_name(side) for side in (test.left, *test.comparators)] if isinstance(test, ast.Compare) else []
        if len(sides) == 2 and isinstance(test.ops[0], (ast.Eq, ast.Is)) and set(
                sides) & asked and set(sides) & source.names_received and "" not in sides:
            return f"{source.line(line(test))}this shows only what its own user has said: != in the place of ==."
    return ""


def no_group(fault):
    """Return the hint for an address that is joined, and is none of a group; '' for others."""
    tree = fault.source.tree
    texts = {node.value for node in tree.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
             and is_address(node.value)}
    wrong = sorted(text for text in texts if not is_group(text) and not text.startswith(("127.", "0.")))
    joined = GROUP in fault.code or GROUP in tree.words and any(called(call) == "setsockopt" for call in fault.calls)
    return f"{fault.at}{wrong[0]} is the address of one computer, not of a group: these are from 224.0.0.0 to " \
        "239.255.255.255." if joined and len(wrong) == 1 else ""


def is_address(text):
    try:
        return ipaddress.ip_address(text).version == 4
    except ValueError:
        return False
