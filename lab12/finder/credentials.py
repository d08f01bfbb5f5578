"""Credentials are what a script wants to be told and holds itself: passwords, keys, accounts, and names of seats."""
import ast
import re

from lab12.finder.flow import HEARS, heard_in
from lab12.finder.menus import EXITS
from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import SENDS, asks_user, called, last_name, names_in, target_of
from lab12.finder.wants import WANTS

COMMON = re.compile(  # for everybody
    r"(?:(?:chat|room|server|secret|correct|admin|the)_?)?(?:pass(?:word|wd|code|key|wort)?|pwd|pin|"
    r"kennwort|senha|contrase(?:n|ñ|nh)a|clave|mot_?de_?passe|mdp|parola|wachtwoord|has[lł]o|[sş]ifre|пароль)"
    r"(?:_?(?:word|correcta|segreta|secreta|geheim))?", re.I)
KEY = re.compile(r"(?:(?:chat|room|server|secret|access)_?)?(?:key|code)", re.I)
COMMON_WORD = re.compile(COMMON.pattern, re.I)
USERS = re.compile(r"user|account|login|cred|member|people|usu[aá]ri|cuenta|conta|kunde|nutzer|utente|auth", re.I)
WORD = re.compile(r"(?=.*\w)[^\s/:!()<>]\S*(?: \w+)*")  # a name, or a password
FOR = re.compile(r"^_*(?:on|check|handle|verify|valid\w*|is|ask|wait_?(?:for)?|state|process|got|take|read)_"
                 r"|_(?:state|check|handler|received|step|ok)$", re.I)  # besides what a function is for
OTHER = re.compile(r"role|user|kind|type|mode|command|cmd|state|name|answer|status", re.I)
AWAY = ("yes", "back", "exit", "quit", "cancel", "bye", "help", "stop", "skip", "forgot",
        "register")  # what may be typed instead of a password


def accounts(tree):
    """Return the users and passwords that are written in the source as a dict of text to text; not one that is sent.

    Nor one of signs, commands or answers, such as {":)": "\N{SLIGHTLY SMILING FACE}", "/help": "shows this"}: the table
    is named for users, or a password is asked for somewhere. Nor one whose keys the source itself looks up.
    """
    kept = saved(tree)
    told = {last_name(part) for call in tree.of("dumps", *SENDS) if call not in kept for one in call.args
            for part in walk(one) if not isinstance(tree.parent.get(part), ast.Subscript)} - {""}  # nor users[name]
    for node in tree.nodes:
        above = tree.parent.get(node) if isinstance(node, ast.Dict) and node.keys else None
        if isinstance(above, (ast.Assign, ast.AnnAssign)) and not told & {
                last_name(target) for target in getattr(above, "targets", None) or [above.target]}:
            pairs = [(tree.value(k), tree.value(v)) for k, v in zip(node.keys, node.values, strict=True) if k]
            named = any(USERS.search(last_name(target)) for target in getattr(above, "targets", None) or [above.target])
            looked = {key_of(one) for one in tree.nodes if pairs} & {user for user, _ in pairs}  # state["stage"]
            if pairs and not looked and (named or COMMON_WORD.search(tree.source)) and all(
                    isinstance(x, str) and WORD.fullmatch(x) for pair in pairs for x in pair):
                return dict(pairs)
    return {}


def saved(tree):
    """Return the nodes of what is written to files: f.write(json.dumps(users)), path.write_text(json.dumps(users))."""
    opened = tree.of("open")
    files = {last_name(item.optional_vars) for node in tree.nodes if isinstance(node, ast.With)
             for item in node.items if item.context_expr in opened}
    files = (files | {target_of(tree, call) for call in opened}) - {""}
    writes = [call for call in tree.of("write") if (whose := getattr(call.func, "value", None)) and (
        whose in opened or last_name(whose) in files)]
    return {part for call in writes + tree.of("write_text") for part in walk(call)}


def seats(tree):
    """Return the names of which each user must take one, as a relay between two ends wants it; () for any.

        if name not in ("left", "right"): conn.close()
    """
    first = {target_of(tree, call) for call in tree.calls if asks_user(call) or called(call) in HEARS} - {""}
    for node in tree.nodes:
        for part in walk(node.test) if isinstance(node, (ast.If, ast.While)) else ():
            if not (isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.NotIn)):
                continue
            words = tree.value(part.comparators[0])
            if last_name(part.left) in first and WANTS["name"].search(last_name(part.left)) and (
                    isinstance(words, tuple) and len(words) > 1 and all(isinstance(w, str) and w for w in words)):
                return words
    return ()


def password(tree, names=COMMON):
    """Return the password that is written in the source for everybody, by one of these names; '' if there is none.

    It may be what an object or a function of the script's own is given: Room(password="apple").
    """
    pairs, given = [], []
    for node in tree.nodes:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            pairs += [(node.left, node.comparators[0]), (node.comparators[0], node.left)]
            given += [(last_name(one), word) for one in (node.left, node.comparators[0])
                      if isinstance(word := tree.values.get(last_name(one)), str)]  # def __init__(self, pwd="apple")
        elif isinstance(node, ast.Assign):
            pairs += [(target, node.value) for target in node.targets]
        elif called(node) in tree.defined:
            given += [(one.arg, one.value.value) for one in node.keywords
                      if one.arg and isinstance(one.value, ast.Constant) and isinstance(one.value.value, str)]
    given = [(last_name(name) or key_of(name), value.value) for name, value in pairs
             if isinstance(value, ast.Constant) and isinstance(value.value, str)] + given
    written = next((word for name, word in given if names.fullmatch(name)
                    and re.fullmatch(r"\S{3,}", word) and word not in AWAY), "")
    return written or ((taken_as_one(tree) or short(tree)) if names == COMMON else "")


def taken_as_one(tree):
    """Return the text that what has come must be where a password is waited for, as a function or a state tells; ''.

        def on_password(link, line):               elif data.state == "password":
            if line != "apple":                        if line == "apple":

    A command is none, and what is compared with it has come: no sys.platform, role or kind.
    """
    heard = heard_in(tree)
    for node in [node for node in tree.nodes if isinstance(node, ast.Compare) and isinstance(
            node.ops[0], (ast.Eq, ast.NotEq)) and not OTHER.search(last_name(node.left))]:
        arguments = getattr(tree.function(node), "args", None)
        taken = {one.arg for one in arguments.args} if arguments else set()
        held = any(isinstance(part, ast.Subscript) for part in walk(node.left))  # message["type"]
        if held or not names_in(node.left) & (heard | taken):
            continue
        word, what = getattr(node.comparators[0], "value", None), last_name(node.left)
        within = FOR.sub("", getattr(tree.function(node), "name", ""))
        states = [part for above in tree.above(node, ast.If) if any(node in walk(one) for one in above.body)
                  for part in walk(above.test) if isinstance(part, ast.Compare) and isinstance(part.ops[0], ast.Eq)
                  and (not what or last_name(part.left) != what)]
        waits = COMMON.fullmatch(within) or any(
            isinstance(value := tree.value(part.comparators[0]), str) and COMMON.fullmatch(value) for part in states)
        if waits and isinstance(word, str) and re.fullmatch(r"[^\s/!:\\]\S{2,}", word) and not (
                word.casefold() in AWAY or COMMON.fullmatch(word)):
            return word
    return ""


def key_of(node):
    """Return what is looked up in a dictionary, "pwd" for card["pwd"] and card.get("pwd"); '' for anything else."""
    place = node.slice if isinstance(node, ast.Subscript) else None
    if called(node) == "get" and node.args:
        [place, *_] = node.args
    return place.value if isinstance(place, ast.Constant) and isinstance(place.value, str) else ""


def short(tree):
    """Return a password of as many letters as may be at most, where longer ones are refused; '' if they are many.

        if len(passcode) > 5:
            raise SystemExit
    """
    for node in tree.nodes:
        for part in walk(node.test) if isinstance(node, (ast.If, ast.While)) else ():
            if not (isinstance(part, ast.Compare) and called(part.left) == "len" and isinstance(
                    part.ops[0], (ast.Gt, ast.GtE))):
                continue
            names, most = names_in(part.left), tree.value(part.comparators[0])
            if any(COMMON.fullmatch(name) for name in names) and isinstance(most, int) and 2 < most < 9 and (
                    not isinstance(tree.parent.get(part), ast.UnaryOp) and shuts_out(tree, node, names)):
                return "Secret-12"[:most - isinstance(part.ops[0], ast.GtE)]
    return ""


def shuts_out(tree, test, names):
    """Tell whether what is named so is refused where a test holds, and only there: a program ends, or asks for it anew.

    At the end of a function that only checks it, what is true is no refusal: return True.
    """
    beside = getattr(tree.parent.get(test), "body", [])
    after = test.orelse or (beside[beside.index(test) + 1:] if test in beside else [])
    return refuses(tree, test.body, names) and not refuses(tree, after, names)


def refuses(tree, body, names):
    """Tell whether statements end a program or a function for nothing, go on with the next, or ask for a name again."""
    nodes = reached(tree, body)
    if any(asks_user(node) and target_of(tree, node) in names for node in nodes):
        return True
    last = body[-1] if body else None
    ends = isinstance(last, (ast.Raise, ast.Continue)) or called(getattr(last, "value", None)) in EXITS or (
        isinstance(last, ast.Return) and (last.value is None or getattr(last.value, "value", 1) in (False, None, "")))
    return ends and not {called(node) for node in nodes} & HEARS
