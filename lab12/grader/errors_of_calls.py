"""Errors of calls: too many or too few arguments, no parentheses, what is no function."""
import ast
import builtins
import re

from lab12.finder.nodes import walk
from lab12.finder.syntax import FUNCTIONS, IN_THREAD, called, last_name, line
from lab12.grader.causes import alike, on
from lab12.grader.commas import comma
from lab12.grader.errors_of_modules import module_called
from lab12.grader.frameworks import handler_made
from lab12.grader.targets import target_as_text, target_called
from lab12.grader.vain import made_so

METHODS = {"accept", "recv", "recvfrom", "fileno", "getsockname", "getpeername", "makefile", "readline", "read"}

BUILT_IN = {"input", "print", "len", "open"}
# Arguments that are given by name, of what programs of this kind call.
KNOWN = {"Thread": ("target", "args", "kwargs", "daemon", "name"), "print": ("sep", "end", "file", "flush"),
         "encode": ("encoding", "errors"), "decode": ("encoding", "errors"), "Timer": ("interval", "function", "args"),
         "open_connection": ("host", "port", "limit", "ssl"), "start_server": ("host", "port", "limit", "ssl"),
         "create_server": ("family", "backlog", "reuse_port", "dualstack_ipv6"),
         "create_connection": ("timeout", "source_address"), "ThreadPoolExecutor": ("max_workers",),
         "socket": ("family", "type", "proto", "fileno"), "makefile": ("mode", "encoding", "newline", "buffering"),
         "wrap_socket": ("server_side", "server_hostname"), "Process": ("target", "args", "kwargs", "daemon", "name")}


@on(r"'(?:builtin_function_or_method|function|method|type)' object (?:is not subscriptable|is not iterable"
    r"|has no attribute '(\w+)')|cannot unpack non-iterable (?:builtin_function_or_method|method|function) object"
    r"|object of type '(?:builtin_function_or_method|method|function)' has no len"
    r"|expected .*, not (?:builtin_function_or_method|method)"
    r"|must be .*, not '?(?:builtin_function_or_method|method|function)\b|not '(?:builtin_function_or_method|method)'"
    r"|can't concat (?:builtin_function_or_method|method) to|\+=?: '\w+' and '(?:builtin_function_or_method|method)'"
    r"|required, not (?:builtin_function_or_method|method)|got '(?:builtin_function_or_method|method)'")
def no_parentheses(fault, found):
    tree = fault.source.tree
    node = next((node for node in tree.nodes if fault.is_at(node) and not_called(tree, node)), None)
    node = node or next(filter(None, (uncalled(tree, node) for node in tree.nodes if fault.is_at(node))), None)
    if not fault.line:  # what an except has printed names none
        given = [one for one in tree.nodes if isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Tuple)]
        bare = [one.value for one in given if not_called(tree, one.value)]
        node = bare[0] if len(bare) == 1 else None
    if node is None:
        return f"{fault.at}a method is called with parentheses after its name, as in recv()."
    name, where = last_name(node), fault.source.line(line(node))
    kind = "function" if name in tree.own | BUILT_IN else "method"
    return f"{where}a {kind} is called with parentheses after its name: {name}(), not {name}."


def not_called(tree, node):
    """Tell whether a node names a method, or a function of the script, without calling it."""
    above = tree.parent.get(node)
    if isinstance(above, ast.Call) and above.func is node or not isinstance(getattr(node, "ctx", None), ast.Load):
        return False
    if isinstance(node, ast.Attribute):
        return node.attr in METHODS or any(node.attr in dir(kind) for kind in (str, bytes, list, dict))
    return isinstance(node, ast.Name) and (node.id in tree.own or node.id in BUILT_IN and node.id not in tree.given)


def uncalled(tree, node):
    """Return the method that a name, or a function of the script, stands for and nobody has called; None if none."""
    values = [node, *(tree.given.get(last_name(node), ()) if isinstance(node, (ast.Name, ast.Attribute)) else ())]
    values += [one.value for one in tree.nodes if isinstance(one, ast.NamedExpr) and isinstance(node, ast.Name)
               and one.target.id == node.id]
    values += [part.value for value in values for one in tree.defined.get(called(value), ()) for part in walk(one)
               if isinstance(part, ast.Return) and part.value]
    return next((value for value in values if not_called(tree, value)), None)


@on(r"argument after \* must be an iterable, not (\w+)|(?:second|2nd) arg(?:ument)? must be a tuple"
    r"|arg(?:ument)? 2 must be tuple")
def no_comma(fault, found):
    return comma(fault)


@on(r"([\w.]+)\(\) takes (?:from )?(\d+)(?: to \d+)? positional arguments? but (\d+) w(?:as|ere) given")
def too_many(fault, found):
    name = found[1].rpartition(".")[2]
    if name in {"connect", "bind", "sendto", "create_server", "create_connection"} - fault.source.tree.own:
        return address_in_parentheses(fault, name)
    there = fault.source.tree.defined.get(name, [])
    kind = found[1].rpartition(".")[0]  # Python names the class of a method, too
    defined = next((one for one in there if getattr(fault.source.tree.parent.get(one), "name", None) == kind),
                   next(iter(there), None))
    if not fault.at or "Thread" in fault.code:
        return comma(fault) or no_self(fault, name, defined)
    if isinstance(fault.source.tree.parent.get(defined), ast.ClassDef) and [
            one.arg for one in defined.args.args][:1] != ["self"] and not defined.decorator_list:
        return no_self(fault, name, defined)
    lines = f" (line {defined.lineno})" if defined else ""
    several = f"{found[2]} argument{'s' * (found[2] != '1')}"
    own = " The first one is self." if isinstance(fault.source.tree.parent.get(defined), ast.ClassDef) else ""
    return f"{fault.at}{name}{lines} is defined for {several} and called with {found[3]}.{own}"


def no_self(fault, name, defined):
    """Return the hint for a method that lacks its first parameter, or is handed too much by a thread."""
    own = defined and [argument.arg for argument in defined.args.args]
    if isinstance(fault.source.tree.parent.get(defined), ast.ClassDef) and own[:1] != ["self"]:
        return f"{fault.source.line(line(defined))}the first parameter of a method is self: def {name}(self, ...)."
    return f"{fault.source.at('Thread', 'start_new_thread')}args=(...) hands over more than {name} takes."


@on(r"(connect|bind)\(\) takes exactly one argument \((\d+) given\)")
def two_arguments(fault, found):
    return address_in_parentheses(fault, found[1])


def address_in_parentheses(fault, name):
    return f"{fault.at}{name} takes one argument, the pair of host and port, in parentheses of its own: " \
        f"{name}((host, port))."


@on(r"^IndexError: (?:Replacement index \d+ out of range for positional args tuple|tuple index out of range)")
def too_few_for_format(fault, found):
    call = next((call for call in fault.calls if called(call) == "format"), None)
    if not call or any(isinstance(one, ast.Starred) for one in call.args):
        return ""
    if len(call.args) == 1 and isinstance(call.args[0], ast.Tuple):
        return f"{fault.at}format is given one thing here, a tuple in parentheses of its own, and the text has " \
            f"places for more. Without these: format({', '.join(map(ast.unparse, call.args[0].elts))})."
    return f"{fault.at}the text has more places {{}} than format is given things: {len(call.args)}."


@on(r"unexpected keyword argument 'loop'")
def loop_given(fault, found):
    tree = fault.source.tree
    if "asyncio" not in tree.words or any(called(call) in tree.defined for call in fault.calls):
        return ""
    return f"{fault.at}asyncio takes no loop=... since Python 3.10: leave it out, it finds the loop that runs."


@on(r"(\w+)\(\) takes no keyword arguments|got an unexpected keyword argument '(\w+)'"
    r"|'(\w+)' is an invalid keyword argument for (?:this function|\w+\(\))")
def no_such_word(fault, found):
    word = found[2] or found[3]
    call = next((one for one in fault.calls if any(given.arg and word in (given.arg, None) for given in one.keywords)
                 and called(one) == (found[1] or called(one))), None)
    if call is None:
        return by_thread(fault, word)
    given = next(one for one in call.keywords if one.arg and word in (one.arg, None))
    name, written = called(call), f"{given.arg}={ast.unparse(given.value)}"
    if name == "input":
        return f"{fault.at}input takes its prompt and nothing else, and shows that at once: leave {written} out."
    own = [one for one in fault.source.tree.defined.get(name, ()) if hasattr(one, "args")]
    if name == "__init__" and (of := re.search(r"(\w+)\.__init__\(\)", fault.words)):  # super().__init__(deamon=True)
        name, own = of[1], [one for one in own if getattr(fault.source.tree.parent.get(one), "name", "") == of[1]]
    known = [one.arg for one in own[0].args.args] if own else KNOWN.get(name, ())
    if close := alike(given.arg, known, 0.5):
        return f"{fault.at}{name} has no argument {given.arg}: {close} is meant, {close}={ast.unparse(given.value)}."
    return f"{fault.at}{name} is given {written}, and has no argument of that name" \
        f"{f' ({fault.source.ref(own[0])})' if own else ''}: leave it out, or give it by its place."


def by_thread(fault, word):
    """Return the hint for Thread(target=f, kwargs={"conn": conn}) where f has no parameter conn; '' for none."""
    tree = fault.source.tree
    for call in tree.of("Thread", "Process"):
        words = {one.arg: one.value for one in call.keywords}
        table = words.get("kwargs")
        keys = [tree.value(key) for key in getattr(table, "keys", ())]
        for function in tree.defined.get(last_name(words.get("target")), ()) if word in keys else ():
            if not isinstance(function, FUNCTIONS):
                continue
            names = [one.arg for one in (*function.args.args, *function.args.kwonlyargs) if one.arg != "self"]
            if word not in names:
                return f"{fault.source.line(line(call))}kwargs hands {function.name} an argument {word!r}, and its " \
                    f"parameters are called {', '.join(names) or 'nothing'} ({fault.source.ref(function)}): the " \
                    "names must be the same, or args=(...) gives them by their places."
    return ""


@on(r"((?:\w+\.)?\w+)\(\) missing \d+ required positional arguments?: (.+)")
def too_few(fault, found):
    of, _, name = found[1].rpartition(".")
    name = of if name == "__init__" and of else name
    if made := handler_made(fault.source):
        return made
    if fault.source.tree.defined.get(name) and (made := class_for_object(fault.source)):
        return made
    bare = [(call.func.value, value) for call in fault.calls if called(call) == name and found[2].startswith("'self'")
            for value in fault.source.tree.given.get(last_name(getattr(call.func, "value", None)), ())
            if isinstance(value, ast.Attribute) and value.attr[:1].isupper()]
    if bare:  # event = threading.Event
        made = ast.unparse(bare[0][1])
        return f"{fault.source.line(line(bare[0][1]))}{made} is the class, and parentheses make one of it: " \
            f"{last_name(bare[0][0])} = {made}()."
    classes = [one for call in fault.calls if called(call) == name and found[2].startswith("'self'")
               for one in fault.source.tree.defined.get(last_name(getattr(call.func, "value", None)), ())
               if isinstance(one, ast.ClassDef)]
    if classes:
        return f"{fault.at}{classes[0].name} is the class, and {name} is to be called of one of them: " \
            f"{made_so(classes[0])}.{name}(...)."
    partial = not fault.at and fault.source.calls("partial")
    target = "" if fault.at else " partial(...) must hand over all that is not given later." if partial else \
        " Thread(target=..., args=(...)) must hand them over."
    where = fault.at or fault.source.at("partial" if partial else "Thread")
    return f"{where}{name} is called without {found[2].rstrip('.')}.{target}"


def class_for_object(source):
    """Return the hint for asyncio that is given a class of the script where it wants an object of that; '' if none."""
    for call in source.tree.of("create_server", "create_connection", "create_datagram_endpoint"):
        made = call.args[0] if call.args else None
        name = last_name(made.body) if isinstance(made, ast.Lambda) else ""
        if any(isinstance(one, ast.ClassDef) for one in source.tree.defined.get(name, ())):
            return f"{source.line(line(call))}lambda: {name} gives the class itself, and asyncio wants an object of " \
                f"it for each connection: lambda: {name}(), or {name} alone."
    return ""


@on(r"Can't instantiate abstract class (\w+) with(?:out an implementation for)? abstract methods? '?(\w+)")
def abstract(fault, found):
    made = [one for one in fault.source.tree.defined.get(found[1], ()) if isinstance(one, ast.ClassDef)]
    own = [part.name for one in made for part in one.body if isinstance(part, FUNCTIONS) and hasattr(part, "name")]
    close = alike(found[2], own)
    where = fault.source.line(line(made[0])) if made else fault.at
    return f"{where}{found[1]} has to have a method {found[2]}, which its base only names" \
        f"{f': it has {close}' if close else ''}."


@on(r"'_thread\.(?:lock|RLock)' object is not callable")
def lock_called(fault, found):
    called_so_far = next((ast.unparse(call.func) for call in fault.calls if "lock" in last_name(call.func).casefold()),
                         "lock")
    return f"{fault.at}a lock is no function: with {called_so_far}:, without parentheses."


@on(r"'(NoneType|str|bytes|tuple|int|list|module|socket)' object is not callable")
def not_callable(fault, found):
    if told := target_called(fault.source) or target_as_text(fault.source):
        return told
    for call in [call for call in fault.calls if called(call) in IN_THREAD]:
        asks = next((one for one in call.args if called(one) in {"input", "raw_input"}), None)
        if asks is not None:
            given = ", ".join(["input", *map(ast.unparse, asks.args)])
            return f"{fault.at}input() is called here and now, and the loop waits for it: name it alone, " \
                f"{ast.unparse(call.func)}({'None, ' if called(call) == 'run_in_executor' else ''}{given})."
    if found[1] == "module" and (told := module_called(fault)):
        return told
    tree, names = fault.source.tree, {getattr(call.func, "id", "") for call in fault.calls}
    brought = {one.asname or one.name for node in tree.nodes if isinstance(node, ast.ImportFrom) for one in node.names}
    hidden = [node for node in tree.nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
              and node.id in names & {*dir(builtins), *brought}]
    if hidden:
        return f"{fault.at}{hidden[0].id} is not Python's own any more: line {line(hidden[0])} has given its name to " \
            "something else. Call that otherwise."
    kind = "nothing (None)" if found[1] == "NoneType" else f"a {found[1]}"
    return f"{fault.at}what stands before the parentheses is {kind}, not a function. Has a name been used twice?"


@on(r"iter\(v, w\): v must be callable")
def iter_of_a_value(fault, found):
    call = next((one for one in fault.calls if called(one) == "iter" and len(one.args) == 2), None)
    what, end = map(ast.unparse, call.args) if call else ("...", "b''")
    return f"{fault.at}iter with two arguments wants something to call again and again, and not what one call gives: " \
        f"iter(lambda: {what}, {end})."


@on(r"^AssertionError")
def asserted(fault, found):
    return f"{fault.at}{re.sub('^AssertionError:? ?', '', fault.words) or 'what is asserted here'} does not hold."


@on(r"^RecursionError")
def recursion(fault, found):
    return f"{fault.at}this function calls itself again and again. Use a loop: while True."
