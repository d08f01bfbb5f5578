"""Configs are files of a hand-in in which a script looks up its address: settings.ini, config.json, .env."""
import re
from pathlib import PurePosixPath

from lab12.finder.accounts import text_of
from lab12.finder.places import is_anothers

NAMED = re.compile(r"[\"']([\w./-]*\.(?:ini|cfg|conf|json|toml|ya?ml|env|properties|txt))[\"']")  # a file, in a source
HOST = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?![\d.])|\b(localhost)\b")
PORT = re.compile(r"port\w*[\"']?\s*[:=]\s*[\"']?(\d{2,5})\b", re.I)


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
