"""Configs are files of a hand-in in which a script looks up its address: settings.ini, config.json, .env."""
import ast
import re
from pathlib import PurePosixPath

from lab12.finder.accounts import text_of
from lab12.finder.nodes import walk
from lab12.finder.parsing import parse
from lab12.finder.places import is_anothers
from lab12.finder.sides import Word
from lab12.finder.syntax import asks_user, called

NAMED = re.compile(r"[\"']([\w./-]*\.(?:ini|cfg|conf|json|toml|ya?ml|env|properties|txt))[\"']")  # a file, in a source
HOST = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])|\b(localhost)\b")
KINDS = {".json", ".ini", ".cfg", ".conf", ".toml", ".yaml", ".yml", ".env", ".properties"}
PORT = re.compile(r"port\w*[\"']?\s*[:=]\s*[\"']?(\d{2,5})\b", re.I)


def name_files(folder, scripts):
    """Put the name of the file that was handed in where a script wants one on its command line: --config server.json.

    It is the one beside the script that is no source, if only one is of such a kind.
    """
    for script in [script for script in scripts if any("file" in words for words in script.commands.values())]:
        beside = (folder / script.path).parent
        names = [one.name for one in sorted(beside.iterdir()) if one.is_file() and one.suffix in KINDS] \
            if beside.is_dir() else []
        for words in script.commands.values() if len(names) == 1 else ():
            words[:] = [Word(names[0]) if word == "file" else word for word in words]


def look_up_addresses(folder, scripts):
    """Give each script whose source tells no port the address that the file has which it names, if that is only one."""
    for script in scripts:
        for name in dict.fromkeys(NAMED.findall(script.whole) if script.role and script.port is None else ()):
            text = text_of(folder, PurePosixPath(script.path).parent / name)
            hosts = {one or other for one, other in HOST.findall(text)}
            ports = {int(port) for port in PORT.findall(text)}
            if len(ports) == 1 and len(hosts) < 2:
                [script.port] = ports
                script.host = next(iter(hosts), script.host)
                script.addresses += [host for host in hosts if is_anothers(host) and host not in script.addresses]
                break


def look_up_stops(folder, scripts):
    """Give each client whose source tells no stop word the one that the file has which it names."""
    for script in [one for one in scripts if one.role in {"client", "both"} and not one.stops]:
        names = dict.fromkeys(NAMED.findall(script.whole))
        keys = keys_of_stops(parse(script.source)[0]) if names else {}
        text = "\n".join(text_of(folder, PurePosixPath(script.path).parent / name) for name in names) if keys else ""
        for key, line in keys.items():
            if found := re.search(rf"(?m)(?:^|[{{,])\s*[\"']?{re.escape(key)}[\"']?\s*[:=]\s*[\"']?"
                                  r"([^\s\"',;#}]{1,19})", text):
                script.stops[found[1]] = line
                script.typed_stops += found[1],


def keys_of_stops(module):
    """Return {key: line} of the settings with which a text is compared before a loop is left: cfg["net"]["bye"]."""
    asked = {target.id for node in walk(module) if isinstance(node, (ast.Assign, ast.NamedExpr))
             and any(map(asks_user, walk(node.value)))
             for target in getattr(node, "targets", None) or [node.target] if isinstance(target, ast.Name)}
    found = {}
    for node in walk(module):
        test = node.test if isinstance(node, (ast.If, ast.While)) else None
        if not isinstance(test, ast.Compare) or len(test.ops) != 1:
            continue
        differs, sides = isinstance(test.ops[0], ast.NotEq), (test.left, test.comparators[0])
        body = node.orelse if differs and isinstance(node, ast.If) else node.body
        leaves = differs if isinstance(node, ast.While) else any(
            isinstance(part, (ast.Break, ast.Return)) or called(part) in {"exit", "quit"} for one in body
            for part in walk(one))
        typed = any(getattr(part, "id", "") in asked or asks_user(part) for part in walk(test))
        if leaves and typed and isinstance(test.ops[0], (ast.Eq, ast.NotEq)):
            found |= {key: node.lineno for side in sides if (key := key_of(side))}
    return found


def key_of(node):
    """Return the key of what is looked up in settings: "bye" of cfg["net"]["bye"], cfg.get("net", "bye"); '' for none.
    """
    part = node.slice if isinstance(node, ast.Subscript) else node.args[-1] if called(node) == "get" and node.args \
        else None
    value = getattr(part, "value", None)
    return value if isinstance(value, str) else ""
