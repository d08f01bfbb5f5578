"""Wine runs scripts with the official Windows Python beside the kit, each as a process with pipes.

    with Wine() as wine:
        server = wine.start(Path("tcp/recvr1.py"), "127.0.0.1", "5000")
        server.send_signal(signal.SIGINT)  # Ctrl-C

lab12.winpython installs that Python. Needs x86-64 Linux and Wine from the system's packages.
"""
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from lab12 import HOME

FOLDER = HOME / ".windows"  # git-ignored; `python` and `prefix` are in it
COMMAND = "make windows-python"  # installs it
LIMIT = 120  # seconds that one step of Wine's own may take; the slowest took ten


class Missing(Exception):
    """What stands in the way of a Windows Python here, in one line."""


class Wine:
    """A Wine session: a copy of the installed prefix and a wineserver of its own, gone after `close`.

    Sessions do not see each other, so that several test runs can have one each at the same time. `inside`
    returns a command that runs another one where the session is to be, as that of a lab12.stage.network does.
    """

    def __init__(self, home=FOLDER, inside=lambda command: command):
        """Raises Missing if Wine or the Windows Python is not there."""
        if reason := missing(home):
            raise Missing(reason)
        self.python, self.inside = home / "python" / "python.exe", inside
        self.folder = tempfile.TemporaryDirectory(prefix="lab12-wine-")
        prefix = Path(self.folder.name) / "prefix"
        shutil.copytree(home / "prefix", prefix, symlinks=True)
        self.environment = environment(prefix)
        silently(inside(["wineserver", "-p"]), self.environment)  # -p: it stays, and so each start takes 0.1 s, not 1 s
        # The first program brings up Wine's services, which keep its stdin, stdout and stderr open for good.
        silently(inside(["wineboot", "-i"]), self.environment)

    def start(self, *arguments, encoding="utf-8"):
        """Start `python -u ARGUMENTS` on Windows, with pipes for stdin and for what a window shows; return its Popen.

        A Path among the arguments is translated. `encoding` is that of the pipes; None leaves Python's own choice
        for a pipe on Windows, cp1252 (Python docs, sys.stdout). A SIGINT to the process is a Ctrl-C in its console;
        a SIGKILL ends it unasked, as TerminateProcess does.
        """
        chosen = {"PYTHONIOENCODING": encoding} if encoding else {}
        return subprocess.Popen(
            self.inside(["wine", self.python, "-u", *map(windows_path, arguments)]), bufsize=0,
            env={**self.environment, **chosen}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def close(self):
        """End every Windows program of this session, and the session."""
        silently(self.inside(["wineserver", "-k"]), self.environment)
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()


def missing(home=FOLDER):
    """Say in one line why no Windows Python can be started here, or return None if it can."""
    if not shutil.which("wine") or not shutil.which("wineserver"):
        return f"Wine is not installed: {COMMAND} says how"
    if not (home / "python" / "python.exe").exists():
        return f"no Windows Python in {home.name}: {COMMAND}"
    return None


def windows_path(argument):
    """Return a Path as Windows names it: Wine shows the root folder as drive Z. Anything else stays as it is."""
    return f"Z:{argument.resolve()}".replace("/", "\\") if isinstance(argument, Path) else str(argument)


def environment(prefix):
    """Return the environment of a Windows program: this one's, less what would lead its Python astray."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WINE", "DISPLAY"))}
    # With mscoree and mshtml off, Wine does not offer to download Mono and Gecko; -all keeps its notes off stderr.
    return {**kept, "WINEPREFIX": str(prefix), "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe="}


def silently(command, environment):
    """Run a command that leaves servers behind, which must not inherit a pipe of ours; return its status."""
    return subprocess.run(command, env=environment, timeout=LIMIT, stdin=subprocess.DEVNULL,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
