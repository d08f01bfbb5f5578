"""Configs are files of a hand-in in which a script looks up its address: settings.ini, config.json, .env."""
import re
from pathlib import PurePosixPath

from lab12.finder.accounts import text_of
from lab12.finder.places import is_anothers
from lab12.finder.sides import Word

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
