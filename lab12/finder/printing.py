"""Printing says of what is printed into a file, and of what is written to one in a list, that it is written there."""
import ast
from copy import deepcopy

SCREEN = {"stdout", "stderr", "__stdout__", "__stderr__"}
OPENS = {"open", "FileType", "StringIO", "TemporaryFile", "NamedTemporaryFile"}  # what gives a file of the disk


def is_to_screen(call):
    """Tell whether this writes to the screen, and sends nothing: sys.stdout.write(text)."""
    return isinstance(call.func, ast.Attribute) and call.func.attr == "write" and name(call.func.value) in SCREEN


def files_beside(nodes):
    """Return the names of files that lead to nobody: log = open("log.txt", "a"), out = sys.stdout, and parameters so.
    """
    found = set()
    for node in nodes:
        if isinstance(node, ast.Assign):
            given = [(target, node.value) for target in node.targets]
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            given = [(one.optional_vars, one.context_expr) for one in node.items]
        elif isinstance(node, ast.arguments):
            places = [*node.posonlyargs, *node.args][len(node.posonlyargs) + len(node.args) - len(node.defaults):]
            given = [*zip(places, node.defaults, strict=True), *zip(node.kwonlyargs, node.kw_defaults, strict=True)]
        elif isinstance(node, ast.Call) and name(node.func) == "add_argument":  # type=argparse.FileType("w")
            names = [one.value.lstrip("-").replace("-", "_") for one in node.args if isinstance(
                one, ast.Constant) and isinstance(one.value, str)]
            given = [(ast.Name(one), word.value) for one in names for word in node.keywords]
        else:
            continue
        found |= {name(target) for target, value in given for part in (ast.walk(value) if value else ())
                  if name(part) in SCREEN or isinstance(part, ast.Call) and name(part.func) in OPENS}
    return found - {""}


def is_into_file(node, beside=frozenset()):
    """Tell whether this call prints into a file that is not the screen's, nor one `beside`, or writes a list to one."""
    if not isinstance(node, ast.Call) or any(isinstance(one, ast.Starred) for one in node.args):
        return False
    if isinstance(node.func, ast.Attribute) and node.func.attr == "writelines":
        return len(node.args) == 1 and isinstance(node.args[0], (ast.List, ast.Tuple)) and bool(
            node.args[0].elts) and name(node.func.value) not in beside
    given = words(node)
    return getattr(node.func, "id", "") == "print" and None not in given and isinstance(
        given.get("file"), (ast.Name, ast.Attribute, ast.Subscript)) and name(given["file"]) not in {*SCREEN, *beside}


def written(node):
    """Return the calls that do what this one does, which prints into a file.

        print(name, text, file=lines, flush=True)       # lines.write(f"{name} {text}\n"), lines.flush()
        out.writelines([one, other])                    # out.write(one), out.write(other)
    """
    if isinstance(node.func, ast.Attribute):  # writelines
        return [call(node.func.value, "write", one) for one in node.args[0].elts]
    given = {arg: value for arg, value in words(node).items() if getattr(value, "value", "") is not None}  # end=None
    between, end = given.get("sep", ast.Constant(" ")), given.get("end", ast.Constant("\n"))
    parts = []
    for one in node.args:
        parts += [between, one] if parts else [one]
    made = [call(given["file"], "write", joined([*parts, end]))]
    flushed = getattr(given.get("flush"), "value", None) is True
    return made + [call(given["file"], "flush")] * flushed


def joined(parts):
    """Return what stands for these expressions, one behind the other: a constant, or a text with all of them in it."""
    texts = [one.value if isinstance(one, ast.Constant) else None for one in parts]
    if all(isinstance(one, str) for one in texts):
        return ast.Constant("".join(texts))
    return ast.JoinedStr([ast.Constant(text) if isinstance(text, str) else ast.FormattedValue(one, -1)
                          for text, one in zip(texts, parts, strict=True) if text != ""])


def call(whose, method, *given):
    return ast.Call(ast.Attribute(deepcopy(whose), method, ast.Load()), list(given), [])


def words(node):
    return {one.arg: one.value for one in node.keywords}


def name(node):
    return getattr(node, "attr", getattr(node, "id", getattr(node, "arg", "")))
