"""Choosing tells how a user says with each message for whom it is: by an address, or by a number of one who is there.

    host, port = input("To whom (ip port)? ").split()        # the Menu's answer is "{host} {port}"
    links[int(input("Client number: ")) - 1].send(...)       # "{number}"
"""
import ast

from lab12.finder import menus, wording
from lab12.finder.destinations import destinations, uses
from lab12.finder.keeping import added_to, ends_handed
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import asks_user, called, last_name, names_in
from lab12.finder.wants import placed

COMES = {"accept", "recvfrom"}


def asked_for_whom(tree, call, target, loop):
    """Return the Menu of a call that asks with each message, of which another one asks, for whom it is; else None.

        sock.sendto(input("Text: ").encode(), (input("IP: "), int(input("Port: "))))
    """
    prompt, place = wording.prompt_of(tree, call).strip(), placed(destinations(tree, call)[1])
    if not prompt:
        return None
    answer = menus.PLACES.get(place) or address_in_line(tree, call, target) or numbered(tree, call, target)
    if not answer:
        return None
    inside = {*walk(loop), *reached(tree, loop.body)}
    others = any(asks_user(one) and one is not call and not placed(destinations(tree, one)[1]) for one in inside)
    leave = menus.answers(tree, target).get("leave", "") if target and place not in menus.PLACES else ""
    return menus.Menu(prompt, answer, leave, sends=True) if others else None


def address_in_line(tree, call, target):
    """Return the places of a host and a port that one line holds, with what parts them: "{host} {port}"; '' if none.

    They are given names, host, port = line.split(), or are parts[0] and parts[1] of parts = line.split().
    """
    for node in tree.of("split"):
        text = getattr(node.func, "value", None)
        while called(text) == "strip":
            text = text.func.value
        above = tree.parent.get(node)
        if not (text is call or target and last_name(text) == target) or not isinstance(above, ast.Assign):
            continue
        sign, [to, *_] = tree.value(node.args[0]) if node.args else " ", above.targets
        if isinstance(to, ast.Tuple):
            found = [[use for use in uses(tree, one, above)] for one in to.elts]
        else:
            parts = [tree.parent.get(use) for use in uses(tree, to, above)]
            found = [[part for part in parts if isinstance(part, ast.Subscript) and tree.value(part.slice) == place]
                     for place in (0, 1)]
        told = [placed({one for use in some for one in destinations(tree, use)[1]}) for some in found]
        if sorted(told) == ["host", "port"] and isinstance(sign, str):
            return sign.join(menus.PLACES[one] for one in told)
    return ""


def numbered(tree, call, target):
    """Return "{number}" where an int is asked for by which one of those is chosen who have come; '' if not so.

    It is "{index}" where the first one is 0, as in a list.
    """
    made = [one for one in tree.of("int") if one.args and (
        one.args[0] is call or target and last_name(one.args[0]) == target)]
    above = [tree.parent.get(one) for one in made]
    made += [use for node in above if isinstance(node, ast.Assign) for use in uses(tree, node.targets[0], node)]
    for one in made:
        place, less = tree.parent.get(one), False
        if isinstance(place, ast.BinOp) and isinstance(place.op, ast.Sub):
            place, less = tree.parent.get(place), True
        whose = place.value if isinstance(place, ast.Subscript) and one in walk(place.slice) else getattr(
            place.func, "value", None) if called(place) in ("get", "pop") else None
        added = added_to(tree, last_name(whose)) if last_name(whose) else []
        if any(names_in(part) & ends_handed(tree) or any(called(inner) in COMES for inner in walk(part))
               for part in added):
            return "{number}" if less or not any(called(part) == "append" for part in added) else "{index}"
    return ""
