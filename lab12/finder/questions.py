"""Questions tells what a script wants of its user, before and in the conversation."""
import ast
import re
from dataclasses import dataclass, field

from lab12.finder import admission, menus, wording
from lab12.finder.answering import (
    beginning,
    in_one_line,
    insisted_word,
    is_figure,
    is_of_cipher,
    key_between,
    key_of_table,
    only_word,
    signs_up,
)
from lab12.finder.choosing import asked_for_whom
from lab12.finder.destinations import WHOLE, destinations, parted_by_colon, uses
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.settling import again, conversation, settling
from lab12.finder.syntax import (
    FUNCTIONS,
    LOOPS,
    SENDS,
    asked_with,
    asks_user,
    called,
    last_name,
    line,
    names_in,
    target_of,
)
from lab12.finder.wants import NO_NUMBERS, placed, wanted
from lab12.finder.ways import loops

AT_MOST = re.compile(r"\bmax|\bmaks[iy]m|\bмакс|最大|최대|\bm[áa]xim|\blimit|\bl[íi]mite|\bat most\b|\bhöchst", re.I)
MARK = r"|\bid\b"
NUMBERS = {"int", "float"}
SET_UP = {"choice", "enter", "host", "number", "port", "role"}  # what a prompt may speak of that asks for the message
NEW_PASSWORD = "apple-7"  # of one who signs up
ONLY_ID = re.compile(rf"^(?!.*(?:{wording.NAME.replace(MARK, '')})).*{MARK[1:]}", re.I)  # and no word for a name


@dataclass
class Question:
    """A question before the conversation: its prompt, its line, what it wants (a word of WANTS, or text).

    `answers` are those that lead to the server and to the client, where it is one program for both; the "choice" of a
    menu, and the one of those who come "later" into what the first has made; the "sign" between several things that are
    wanted in one line, as in "host+port"; the choice "then" of one who has signed up and is asked again. A question
    that comes `again`, then or since its words were answered once, is one only where these stand before the cursor.
    `each` says that a server asks it anew for each client. A menu to which a program comes back after a conversation
    `leaves` by this answer, '' if none is known; None of what is asked once. `before` and `after` are what has to stand
    around an answer. One program for both asks some things only in the `role` that its user has chosen before; '' for
    either.
    """

    prompt: str
    line: int
    wants: str
    answers: dict = field(default_factory=dict)
    each: bool = False
    leaves: str | None = None
    before: str = ""
    after: str = ""
    again: bool = False
    others: list = field(default_factory=list)  # choices that lead to a conversation as well
    role: str = ""


def questions(tree):
    """Return the Questions before the conversation, whether messages are asked for, and the Menus between."""
    before, calls, asked_again, spoken, early, found_menus, sent = [], [], set(), set(), settling(tree), [], []
    asks = "stdin" in tree.words or any(getattr(a, "id", "") == "input" for call in tree.calls for a in call.args)
    for call in filter(asks_user, tree.calls):
        target = target_of(tree, call)
        loop = conversation(tree, call)
        if is_called_back(tree, call):
            asked_again.add(target)
            asks = True
        elif loop and loop not in early and not asked_once(tree, call, loop) and not menus.opens(
                tree, call, target, loop) and not before_talk(tree, call, target):
            if not tree.above(call, ast.NamedExpr):  # while text := input(): what it was before is no message
                asked_again.add(target)
            spoken.add(call)
            if key := key_between(tree, call, target):
                found_menus.append((call, target, key))
                continue
            asks = True
            if found := asked_for_whom(tree, call, target, loop) or menus.menu(tree, call, target, loop):
                found_menus.append((call, target, found))
        else:
            asked = [(target, question(tree, call, target, *handed)) for handed in sites(tree, call) or [()]]
            for one in [one for _, one in asked if one.wants == "choice"]:
                one.others = menus.as_good(tree, target, one.answers.get("choice"))
            sent += [one for _, one in asked if one.wants in SET_UP and is_sent(tree, call, target)]
            before += asked
            calls += [call] * len(asked)
    tell_roles(tree, [(call, target, question) for call, (target, question) in zip(calls, before, strict=True)])
    found = [question for call, (target, question) in zip(calls, before, strict=True) if not target
             or target not in asked_again or question.wants == "choice" and not any(
                 one in menus.where_it_stands(tree, call, target) for one in spoken)  # another one's name
             or question.wants == "choice" and insisted_word(tree, call, target)]  # all talk comes behind that word
    names = [one for one in found if one.wants == "name"]
    ids = [one for one in names if ONLY_ID.search(one.prompt)]
    for one in ids if len(ids) < len(names) else ():
        one.wants = "group"  # a user who has a name is asked for the id of a room
    if not asks:  # no loop at all: what is typed once is the message
        if not any(question.wants == "text" for question in found) and sent and sent[-1] in found:
            sent[-1].wants = "text"  # whatever its prompt may speak of
        asks = any(question.wants == "text" for question in found)
        found = [question for question in found if question.wants != "text"]
    found_menus = menus.on_the_way(tree, found_menus)
    return [] if tree.broken else found, asks, found_menus  # without its indentation nobody can tell what comes before


def tell_roles(tree, asked):
    """Note of each of these (call, target, Question) in which role it comes, where another one has its user choose."""
    for _, chosen, choice in asked:
        found = [(way, set(reached(tree, body))) for node in tree.nodes if choice.wants == "role" and chosen
                 and isinstance(node, ast.If) and chosen in names_in(node.test) for body in (node.body, node.orelse)
                 if (way := menus.SIDES.get(menus.purpose(tree, body)))]
        ways = {"server": set(), "client": set()}
        for way, nodes in found:
            if not any(other != way and inner <= nodes for other, inner in found):  # else it is for both
                ways[way] |= nodes
        for call, _, question in asked:
            inside = [way for way, nodes in ways.items() if call in nodes]
            question.role = question.role or (inside[0] if len(inside) == 1 and all(ways.values()) else "")


def is_sent(tree, call, target):
    """Tell whether what is typed here is sent as it is, and taken for no address."""
    if any(called(above) in NUMBERS for above in tree.above(call, ast.Call)):
        return False
    sends = [part for one in tree.of(*SENDS) for value in one.args for part in walk(value)]
    return not placed(destinations(tree, call)[1]) and (
        call in sends or bool(target) and any(getattr(part, "id", "") == target for part in sends))


def is_called_back(tree, call):
    """Tell whether asyncio calls the function of this call whenever its user has typed a line (loop.add_reader)."""
    name = getattr(tree.function(call), "name", "")
    return bool(name) and any(last_name(one) == name for use in tree.of("add_reader") for one in use.args)


def asked_once(tree, call, loop):
    """Tell whether a call asks only where something is not known yet, and that is known from then on.

    So it is with a name in the loop of a conversation: if not registered: ...; registered = True.
    """
    for above in tree.above(call, ast.If):
        test = above.test
        nothing = any(isinstance(side, ast.Constant) and not side.value for side in getattr(test, "comparators", ()))
        unknown = nothing or isinstance(getattr(test, "op", None), ast.Not)
        inside = [node for part in above.body for node in walk(part)]
        known = {last_name(target) for node in inside if isinstance(node, ast.Assign) for target in node.targets}
        if unknown and call in inside and loop in tree.above(above, LOOPS) and known & {
                last_name(part) for part in walk(test)} - {""}:
            return True
    return False


def before_talk(tree, call, target):
    """Tell whether a loop in which its user says something comes in the same block as a call in a menu's loop.

        elif choice == "2":
            friend = input("Username to chat with: ")
            while (text := input("> ")) != "/back":
                link.send(f"{friend}:{text}".encode())
    """
    above = tree.above(call, ast.stmt)
    block = getattr(tree.parent.get(above[0]), "body", []) if above and isinstance(
        tree.parent.get(above[0]), ast.If) else []
    after = block[block.index(above[0]) + 1:] if above and above[0] in block else []
    return any(isinstance(node, LOOPS) and any(called(part) in SENDS for part in walk(node)) and any(
        isinstance(part, ast.Call) and asks_user(part) and target_of(tree, part) != target for part in walk(node))
        for node in after)


def sites(tree, call):
    """Return (call, prompt) for where a function is called that hands on what its user types, and is told the prompt.

        def ask(text):
            return int(input(text))
        mine, other = ask("My port: "), ask("Other port: ")
    """
    function, shown = tree.function(call), next(iter(asked_with(call)), None)
    if found := asked_in_turn(tree, call, shown):
        return [(None, prompt) for prompt in found]
    parameters = [one.arg for one in function.args.args] if isinstance(function, FUNCTIONS[:2]) else []
    told = [name for name in parameters if shown is not None and name in names_in(shown)]
    found, whole = [], tree.value(shown) if isinstance(shown, (ast.JoinedStr, ast.BinOp)) else "..."
    for use in (tree.sites(function) if told else ()):
        place = parameters.index(told[0]) - (parameters[0] == "self")
        given = use.args[place:place + 1] + [one.value for one in use.keywords if one.arg == told[0]]
        text = tree.value(given[0]) if given else None
        if not isinstance(text, str) or not isinstance(whole, str):
            return []
        found.append((use, wording.COLOUR.sub("", whole.replace("...", text, 1))))
    return found


def asked_in_turn(tree, call, shown):
    """Return the prompts of a call that asks for several things in turn: for what in ("Room: ", "Name: "): input(what).
    """
    for loop in [one for one in loops(tree, call) if isinstance(one, ast.For) and shown is not None]:
        names = [last_name(one) for one in getattr(loop.target, "elts", [loop.target])]
        place = next((names.index(name) for name in names if name in names_in(shown)), None)
        rows = [getattr(one, "elts", [one]) for one in getattr(loop.iter, "elts", ())] if place is not None else []
        texts = [tree.value(row[place]) if place < len(row) else None for row in rows]
        whole = tree.value(shown) if isinstance(shown, (ast.JoinedStr, ast.BinOp)) else "..."
        if len(texts) > 1 and all(isinstance(one, str) for one in (whole, *texts)):
            return [wording.COLOUR.sub("", whole.replace("...", text, 1)) for text in texts]
    return []


def returned_as(tree, call):
    """Return at which place of a pair the function of this call returns what is typed there; None if it is no pair."""
    function, target = tree.function(call), call
    while isinstance(tree.parent.get(target), (ast.Call, ast.Attribute)) and not parted_by_colon(
            tree, tree.parent[target]):
        target = tree.parent[target]
    above = tree.parent.get(target)
    name = last_name(above.targets[0]) if isinstance(above, ast.Assign) else ""
    pairs = [node.value for node in walk(function) if isinstance(node, ast.Return)
             and isinstance(node.value, ast.Tuple) and len(node.value.elts) == 2]
    parts = {part for use in uses(tree, above.targets[0], above) for part in parted_by_colon(tree, tree.parent.get(use))
             } if name else set(parted_by_colon(tree, above))
    if pairs and all(parts & set(walk(one)) for one in pairs[0].elts):
        return WHOLE
    for place in (0, 1) if pairs else ():
        if pairs[0].elts[place] is target or name and name == last_name(pairs[0].elts[place]):
            return place
    return None


def question(tree, call, target, site=None, prompt=""):
    """Return the Question that this call to the keyboard asks before the conversation; where `site` has it ask that."""
    prompt, inner = prompt or wording.prompt_of(tree, call), target
    target = site is not None and target_of(tree, site) or target
    if word := only_word(tree, call, inner):
        return Question(prompt, line(call), "choice", {"choice": word})
    here = menus.where_it_stands(tree, site or call, target) if target else ()
    found = menus.answers(tree, target, lambda test: test in here) if target else {}
    client = found.get("client") or found.get("message")
    leaves = found.get("leave", "") if loops(tree, call) and comes_back(tree, call, target) else None
    if client and found.get("server", client) != client:
        return Question(prompt, line(call), "role", {"server": found["server"], "client": client}, leaves=leaves)
    if target in tree.decided and wanted(prompt) != "port":  # a port, in another function, may have the same name
        return Question(prompt, line(call), "choice", {"choice": tree.decided[target]}, leaves=leaves)
    entry = found.keys() & {"on", "leave"} and (client or found.get("server")) or found.get("on") or (
        client if client and menus.opposite(client) else None)  # to talk either way, once something else is asked
    if target and entry and menus.only_tested(tree, target, here):
        return Question(prompt, line(call), "choice", {"choice": entry}, leaves=leaves)
    if words := menus.insisted(tree, call, inner):
        enters, later = menus.comes_in(tree, call), menus.numbered(tree, wording.JOIN)
        enters = enters if enters["choice"] in words else {"choice": words[0]}
        choices = enters | ({"later": later} if later in words else {})
        return Question(prompt, line(call), "choice", choices, leaves=leaves)
    if key := key_of_table(tree, call, target):
        return Question(prompt, line(call), "choice", {"choice": key})
    if word := insisted_word(tree, call, target):
        return Question(prompt, line(call), "choice", {"choice": word})
    if several := in_one_line(tree, call):
        return Question(prompt, line(call), *several)
    if word := signs_up(tree, call):
        return Question(prompt, line(call), "name", before=f"{word} ", after=f" {NEW_PASSWORD}")
    number = "int" in (called(tree.parent.get(call)), called(tree.parent.get(site)))
    each = bool(again(tree, call))
    if is_figure(tree, call):
        return Question(prompt, line(call), "number", {}, each)
    names, places = destinations(tree, site or call, returned_as(tree, call) if site else None)
    if number and not placed(places) and is_of_cipher(tree, prompt):
        return Question(prompt, line(call), "number", {"number": menus.SHIFT}, each)
    if target and admission.asked(tree) == target and not re.search(MARK[1:], prompt, re.I):
        return Question(prompt, line(call), "number", {"number": str(admission.FEWEST)})
    if any(target in names_in(value) for one in tree.of("listen") for value in one.args):
        return Question(prompt, line(call), "number")  # of those who may wait to be accepted
    want = placed(places) or wanted(prompt, "" if site else target, *names, "port" if number else "")
    if not (placed(places) or number) and wanted(prompt) in ("text", "name") and wording.WHOM.search(prompt):
        want = "addressee"  # the other one of two, each of whom says at the beginning whom they talk with
    if number and AT_MOST.search(prompt) and not placed(places):
        want = "number"  # of users, at the most: 1 would shut out all others
    elif number and want in NO_NUMBERS:
        want = "number" if want == "key" else "choice"  # of a server, a room, a user: int() takes no name
    elif want != "key" and called(call) == "getpass":
        want = "password"
    return Question(prompt, line(call), want, menus.comes_in(tree, call) if want == "choice" else {}, each,
                    before=beginning(tree, call, target))


def comes_back(tree, call, target):
    """Tell whether the same question follows a conversation that an answer begins: nothing there leaves its loop."""
    loop = conversation(tree, call)
    begins = [node for node in tree.nodes if isinstance(node, ast.If) and target in names_in(node.test)
              and loop in tree.above(node, LOOPS) and menus.purpose(tree, node.body) in {"server", "client", "message"}]
    outer = {above for node in begins for above in tree.above(node, ast.If) if any(
        node in walk(one) for one in above.body)}  # if choice in ways: ... if choice == "1"
    nodes = [part for node in begins if node not in outer for one in node.body for part in walk(one)]
    return bool(begins) and not any(
        called(part) in menus.EXITS or isinstance(part, ast.Return)
        or isinstance(part, ast.Break) and tree.above(part, LOOPS)[:1] == [loop] for part in nodes)
