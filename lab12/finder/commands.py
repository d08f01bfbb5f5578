"""Commands tells which words a program wants that looks up what to do for each: do_send is what follows "send ".

    class Shell(cmd.Cmd):                             getattr(self, "do_" + word)(rest)
        def do_send(self, text): ...                  {"/connect": connect, "/send": send}.get(word)(rest)
    @command("SEND")                                  COMMANDS[word](*words), where @command has put it there
    def send(*words): ...
"""
import ast
import re

from lab12.finder.nodes import walk
from lab12.finder.reach import reached
from lab12.finder.syntax import CONNECTS, FUNCTIONS, called, given_names, last_name, line, names_in
from lab12.finder.wording import NAME

SENT = {"send", "sendall", "sendto", "write"}
SAY = ("sendall", "say", "all", "broadcast", "bcast", "bcst", "public", "send", "msg", "message", "chat", "talk",
       "post", "text")
WORDS = " /!:\\@%-;"  # what may stand before a word of command
I_AM = r"i'?m|i am|my name is|(?:o )?meu nome (?:é|eh|e)|(?:eu )?sou|me chamo|mi nombre es|me llamo|yo soy|" \
    r"je m'appelle|je suis|mi chiamo|ich bin|ich hei(?:ß|ss)e|mein name ist|nama saya|benim ad[ıi]m|меня зовут"
JOINS = {"create": r"[/!:\\<%]?(?:create|crea|crear|criar|new|make|start)(?:_?(?:room|group|channel|sala|canal))?>?",
         "join": r"[/!:\\<%]?(?:join|enter|switch|canvia|unir(?:me|se)?|entrar|rejoindre|betreten)"
                 r"(?:_?(?:room|group|channel|sala|canal))?>?",
         "nick": r"[/!:\\%]?(?:(?:set)?(?:nick|nickname|name|username|user)|login|register|hell?o|hi|i_?am|ident|"
                 r"handle|pseudo|nombre|apodo|nome|apelido|nom|hallo|hola)"
                 rf"|(?:\w+[,!]? )?(?:{I_AM}):?"}  # hi, my name is Anna
ROOM = r"room|group|channel|lobby|sala|canal|salon|raum"
ENDS = {"exit", "quit", "_exit"}


def commands(tree):
    """Return the verbs that each word of a script leads to that it looks up: see finder.verbs."""
    found, says = {}, []
    for word, function in looked_up(tree):
        for what, typed in verb(tree, function, word).items():
            if what == "say":
                says.append(word)
            else:
                found.setdefault(what, typed)
    return found | ({"say": f"{likeliest(says)} "} if says and not says_without(tree) else {})


def says_without(tree):
    """Tell whether a line that begins with no word that is looked up is sent to all as it is.

        if word in COMMANDS:                       does = COMMANDS.get(word)
            return COMMANDS[word](user, rest)      if does: does(user, rest)
        for other in others(user):                 else: tell_all(user, line)
            other.put(line)
    """
    for node in [node for node in tree.nodes if isinstance(node, ast.If)]:
        named = [last_name(part.comparators[0]) for part in walk(node.test) if isinstance(part, ast.Compare)
                 and isinstance(part.ops[0], ast.In) and isinstance(part.comparators[0], (ast.Name, ast.Attribute))]
        known = any(isinstance(part, ast.Subscript) and last_name(part.value) in named
                    for one in node.body for part in walk(one))
        got = any(called(value) == "get" for value in tree.given.get(last_name(node.test), ()))
        block = getattr(tree.parent.get(node), "body", [])
        leaves = isinstance(node.body[-1], (ast.Return, ast.Continue)) and node in block
        other = node.orelse or (block[block.index(node) + 1:] if leaves else [])
        if (known or got) and other and any(isinstance(part, (ast.For, ast.AsyncFor)) and any(map(
                sends, reached(tree, part.body))) for part in reached(tree, other)):
            return True
    return False


def joins(what, word):
    """Tell whether a word makes a room, enters one, or gives a name, of JOINS: "/join", also "-join;"."""
    bare = re.fullmatch(r"-(\w+);?", word.strip())
    return bool(re.fullmatch(JOINS[what], bare[1] if bare else word.strip(), re.I))


def likeliest(words):
    """Return the word of these that says something to all, the first one if none is known to do so."""
    known = [word for name in SAY for word in words if word.strip(WORDS).lower() == name]
    return (known or words)[0]


def leaving(tree):
    """Return the words that are looked up and end a script, each with its line.

    The method of a cmd.Cmd says so by returning True (Python docs, cmd), others by ending the program.
    """
    return {word: line(function) for word, function in looked_up(tree) if any(
        isinstance(node, ast.Return) and getattr(node.value, "value", None) is True or called(node) in ENDS
        or ends_a_loop(tree, node)
        or isinstance(node, ast.Raise) and "SystemExit" in (last_name(node.exc), called(node.exc))
        for node in walk(function)) and not any(joins(what, word) for what in JOINS)}


def ends_a_loop(tree, node):
    """Tell whether this sets a flag for which a loop looks: state.going = False, while state.going."""
    names = {last_name(target) for target in getattr(node, "targets", ())} - {""}
    value = getattr(node.value, "value", None) if names else None
    tests = [loop.test for loop in tree.loops if isinstance(loop, ast.While)]
    tests = tests if value is False else [test.operand for test in tests if isinstance(
        getattr(test, "op", None), ast.Not)] if value is True else []
    return any(last_name(test) in names for test in tests)


def looked_up(tree):
    """Return (word, function) for each word that leads to a function of the script, in the order of its lines."""
    if "looked up" not in tree.known:
        found = [(function.name.removeprefix("do_"), function) for function in methods(tree)]
        for call in tree.of("getattr"):
            inside = [node for above in above_all(tree, call) if isinstance(above, ast.ClassDef) for node in above.body]
            name = prefix(tree, call.args[1]) if len(call.args) > 1 else ""
            sign = sign_of(tree, call)
            found += [(sign + node.name.removeprefix(name), node) for node in inside if name
                      and isinstance(node, FUNCTIONS) and node.name.startswith(name)]
        tree.known["looked up"] = list(dict.fromkeys(found + tabled(tree) + decorated(tree)
                                                       + of_classes(tree)))
    return tree.known["looked up"]


def decorated(tree):
    """Return (word, function) for the functions that a decorator of the script's own puts into a table of words."""
    found = {}
    for function in tree.nodes:
        for made in function.decorator_list if isinstance(function, FUNCTIONS[:2]) else ():
            word = tree.value(made.args[0]) if isinstance(made, ast.Call) and made.args else None
            if isinstance(word, str) and word.strip() and called(made) in tree.defined:
                found.setdefault(called(made), []).append((word, function))
    return [pair for pairs in found.values() if len(pairs) > 1 for pair in pairs]


def of_classes(tree):
    """Return (word, method) where each word is a class of its own: class Say(Command): name = "say"; def run(...)."""
    found = {}
    for one in [node for node in tree.nodes if isinstance(node, ast.ClassDef)]:
        bases = sorted({last_name(base) for base in one.bases} & tree.defined.keys())
        own = [part for part in one.body if isinstance(part, FUNCTIONS[:2]) and part.name != "__init__"]
        words = [(last_name(target), tree.value(value)) for part in one.body for target, value in given_names(part)]
        for name, word in words if bases and own else ():
            if isinstance(word, str) and re.fullmatch(r"\S{1,12}", word):
                found.setdefault((name, bases[0]), []).append((word, own[0]))
    return [pair for pairs in found.values() if len(pairs) > 1 for pair in pairs]


def methods(tree):
    """Return the methods of a subclass of cmd.Cmd that are called for a word: def do_send(self, text)."""
    return [node for node in tree.nodes if isinstance(node, ast.FunctionDef) and node.name.startswith("do_") and any(
        last_name(base) == "Cmd" for above in tree.above(node, ast.ClassDef) for base in above.bases)]


def above_all(tree, node):
    while (node := tree.parent.get(node)) is not None:
        yield node


def prefix(tree, node):
    """Return what the name begins with that is made here: "do_" of "do_" + word.lower(), or of f"do_{word}"."""
    given = tree.given.get(last_name(node), ()) if isinstance(node, ast.Name) else ()
    text = tree.value(given[0] if len(given) == 1 else node)
    return text.partition("...")[0] if isinstance(text, str) and "..." in text else ""


def sign_of(tree, call):
    """Return the sign with which a line must begin before a word of it is looked up here: if line.startswith("/")."""
    for above in tree.above(call, ast.If):
        for part in walk(above.test):
            sign = tree.value(part.args[0]) if called(part) == "startswith" and part.args else ""
            if isinstance(sign, str) and len(sign) == 1 and not sign.isalnum():
                return sign
    return ""


def tabled(tree):
    """Return (word, function) for the tables of words and functions that a script looks words up in."""
    tables = [node.value for node in tree.nodes if isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict)]
    tables += [call.func.value for call in tree.of("get") if isinstance(getattr(call.func, "value", None), ast.Dict)]
    found = []
    for table in tables:
        pairs = [(tree.value(key), tree.defined.get(last_name(value), ())) for key, value in
                 zip(table.keys, table.values, strict=True) if key]
        if len(pairs) > 1 and all(isinstance(word, str) and word and functions for word, functions in pairs) and (
                not is_of_states(tree, table, {word for word, _ in pairs})):
            found += [(word, functions[0]) for word, functions in pairs if isinstance(functions[0], FUNCTIONS)]
    return found


def is_of_states(tree, table, words):
    """Tell whether a table is one of states, which the script sets itself: DOES[states[link]], states[link] = "chat".
    """
    above = tree.parent.get(table)
    names = {last_name(target) for target in getattr(above, "targets", ())} - {""}
    keys = [part.slice if isinstance(part, ast.Subscript) else part.args[0] for part in tree.nodes
            if isinstance(part, ast.Subscript) and last_name(part.value) in names and isinstance(part.ctx, ast.Load)
            or called(part) == "get" and part.args and last_name(getattr(part.func, "value", None)) in names]
    held = [last_name(key.value if isinstance(key, ast.Subscript) else key) for key in keys]
    given = [(last_name(target.value if isinstance(target, ast.Subscript) else target), getattr(value, "value", None))
             for node in tree.nodes for target, value in given_names(node)]
    return bool(held) and all(any(name == one and isinstance(value, str) and value in words for name, value in given)
                              for one in held)


def verb(tree, function, word):
    """Return what the function of a word does, and what is to be typed for that."""
    calls = [node for node in walk(function) if isinstance(node, ast.Call)]
    given = {one.arg for one in (*function.args.args, function.args.vararg) if one} - {"self"}
    for _ in calls:
        given |= {last_name(part) for node in walk(function) if isinstance(node, ast.Assign)
                  and names_in(node.value) & given for target in node.targets for part in walk(target)}
        given -= {"", "self"}
    if any(called(node) in CONNECTS for node in reached(tree, function.body)):
        return {"connect": word + told(min(3, parts(function)))}
    sent = any(names_in(call) & given and any(map(sends, reached(tree, [call]))) for call in calls)
    for what in JOINS:
        if joins(what, word) and (sent or what == "nick" or is_for_name(tree, word)):
            return {"nick" if is_for_name(tree, word) else what: f"{word} "}
    return {"say": word} if sent else {}


def is_for_name(tree, word):
    """Tell whether a text of the script says that a user's name comes behind this word: "JOIN <name>", "JOIN and your
    name".

    A name alone may be that of a room, where the same text, or what is done for the word, is about one.
    """
    said = rf"(?<!\w){re.escape(word.strip())}\s+(?:followed by\s+|and\s+|with\s+)?\W?(?:the\s+)?" \
        rf"(?:(?P<whose>your|user|nick)\W?)?(?P<what>{NAME})"
    texts = [str(node.value) for node in tree.nodes if isinstance(node, ast.Constant)
             and isinstance(node.value, (str, bytes))] if word else ()
    for text in texts:
        for found in re.finditer(said, text, re.I):
            bare = found["what"].lower() in ("name", "id") and not found["whose"]
            if not bare or not re.search(ROOM, text, re.I) and not is_for_room(tree, word):
                return True
    return False


def is_for_room(tree, word):
    """Tell whether what is done for a word gives something the name of a room, or looks into those that there are."""
    done = [part for node in tree.nodes if isinstance(node, ast.If) and any(
        getattr(one, "value", None) in (word, word.strip(), word.strip().encode(), word.encode())
        for one in walk(node.test) if isinstance(one, ast.Constant)) for part in node.body]
    done += [part for looked, function in looked_up(tree) if looked == word.strip() for part in function.body]
    return any(re.search(ROOM if isinstance(node, ast.arg) or isinstance(getattr(node, "ctx", None), ast.Store)
                         else rf"(?:{ROOM})s", getattr(node, "arg", None) or last_name(node), re.I)
               for node in reached(tree, done) if isinstance(node, (ast.arg, ast.Name, ast.Attribute)))


def sends(node):
    """Tell whether this call sends something: over a socket, or into the file of one, print(text, file=lines)."""
    into = [last_name(keyword.value) for keyword in node.keywords if keyword.arg == "file"] if isinstance(
        node, ast.Call) else []
    return called(node) in SENT or called(node) == "print" and bool(into) and into[0] not in ("stderr", "stdout")


def told(places):
    """Return what is typed behind a word that connects, where it wants so many things: {host} {port} {name}."""
    return "".join(f" {{{what}}}" for what in ("host", "port", "name")[:places])


def parts(function):
    """Return how many words a method splits what follows its own into; else how many it is given, if it is several."""
    targets = [target for node in walk(function) if isinstance(node, ast.Assign) and called(node.value) == "split"
               for target in node.targets if isinstance(target, ast.Tuple)]
    split = max((len(target.elts) for target in targets), default=0)
    given = len([one for one in function.args.args if one.arg != "self"])
    return split or (given if given > 1 else 0)
