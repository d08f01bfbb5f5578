r"""Check runs the two scripts in a folder and says what works: for students, with Python alone, on any system.

    >python lab12\check.py my-folder
    TCP pair
      + A message typed at the client is shown at the server
      x A reply typed at the server is shown at the client
        expected recvr2.py to show 'hey'; it shows nothing new
    1 of 2 checks hold.

It does by pipes what you would do by hand in two windows. FOLDER holds recvr1.py and recvr2.py, or tcp and udp with
these two in each; other names are given behind it, the server's first: my-folder server.py client.py. `make test`
checks more, knows better why something fails, and gives the marks.
"""
import argparse
import os
import re
import socket
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import NamedTuple

NAMES = "recvr1.py", "recvr2.py"
PORT = 12345      # where the two meet if their code names no port
PATIENCE = 5.0    # seconds that a script may take for what it should do
PAUSE = 0.03      # seconds without news after which a window is read: nobody types faster than that
ENDING = 1.0      # seconds within which one that has failed has ended, where the other one has
QUIET = 0.4       # seconds in which what it should not do would show
MOST = 5_000_000  # bytes that a script may print: some never stop
CLOSING = 65      # seconds after which a TCP port is free again that its server has closed first (RFC 9293, TIME-WAIT)
NAMES_A_PORT = (r"(?mi)^\s*(?:\w+_)?port(?:_\w+)?\s*=\s*(\d+)\b",
                r"\b(?:bind|connect|create_\w+)\(\([^()]*?,\s*(\d+)\s*\)",
                r"(?<!\w)\(\s*['\"][\w.-]*['\"]\s*,\s*(\d{4,5})\s*\)")  # ("127.0.0.1", 5000), not get("SIZE", 1024)
SERVES = r"\b(?:accept|bind|listen|create_server|start_server|\w+Server)\("
KINDS = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}
CHECKS = {"tcp": {}, "udp": {}}  # name of a check -> its sentence on the mark sheet, its function
BESIDES = {}      # those by which no hand-in loses a mark -> the milder sentences that are marked


class Pair(NamedTuple):
    """The two scripts to check: where they lie, and what they meet over and at."""

    folder: Path
    server: str
    client: str
    transport: str
    port: int


class Missed(Exception):
    """What was expected did not happen; the text says what was expected, and what happened."""


class Program:
    """A running script. What is typed goes to it through a pipe; a thread gathers what it shows.

    Only text from after the last thing that was typed anywhere counts as an answer to it: `programs` are all that run.
    """

    def __init__(self, process, name, programs, patience=PATIENCE):
        self.process, self.name, self.programs, self.patience = process, name, programs, patience
        self.data, self.mark, self.ended = b"", 0, False
        self.changed = threading.Condition()
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()
        programs.append(self)

    def read(self):
        while data := os.read(self.process.stdout.fileno(), 65536):
            with self.changed:
                self.data += data
                self.changed.notify_all()
            if len(self.data) > MOST:
                self.process.kill()
        self.process.wait()
        with self.changed:
            self.ended = True
            self.changed.notify_all()

    @property
    def output(self):
        return self.data.decode(errors="replace").replace("\r\n", "\n")

    @property
    def news(self):
        return self.output[self.mark:]

    def types(self, text):
        """Type a line; return this program, so that `shown_by` can follow."""
        self.typed = text
        self.write(f"{text}\n".encode())
        return self

    def write(self, data):
        for program in self.programs:
            while program.grows(len(program.data)):
                pass  # what is still being shown is no answer to what we are about to do
            program.mark = len(program.output)
        # In a thread, because a script that does not read would keep us here when the pipe is full.
        writer = threading.Thread(target=self.push, args=(data,), daemon=True)
        writer.start()
        writer.join(self.patience)

    def push(self, data):
        try:
            while data:
                data = data[os.write(self.process.stdin.fileno(), data):]
        except OSError:
            pass  # it has ended: what is looked for next says so

    def ends_input(self):
        """Do what Ctrl-Z and Enter do in a Windows console, Ctrl-D elsewhere."""
        self.write(b"")
        self.process.stdin.close()

    def grows(self, size):
        return self.until(lambda: len(self.data) > size, PAUSE)

    def until(self, holds, patience=None):
        """Wait until something holds; return whether it came to that in time."""
        with self.changed:
            return self.changed.wait_for(holds, self.patience if patience is None else patience)

    def has_ended(self, patience):
        return self.until(lambda: self.ended, patience)

    def shown_by(self, other):
        other.shows(self.typed)

    def shows(self, text):
        self.until(lambda: text in self.news or self.ended)
        if text not in self.news:
            raise Missed(f"expected {self.name} to show {brief(text)}; {self.doing()}")

    def shows_nothing(self):
        if self.until(lambda: self.news, QUIET):
            raise Missed(f"expected {self.name} to show nothing yet; {self.doing()}")

    def shows_exactly(self, text):
        self.until(lambda: self.output == text)
        self.until(lambda: self.output != text, QUIET)
        if self.output != text:
            raise Missed(f"expected {self.name} to show exactly {text!r}; it shows {self.output!r}")

    def ends(self, status):
        """Check that it ends by itself, with this status and without a traceback."""
        if not self.has_ended(self.patience):
            raise Missed(f"expected {self.name} to end; it still runs")
        if self.process.returncode != status or "Traceback (most recent call last)" in self.output:
            raise Missed(f"expected {self.name} to end with status {status}; {self.doing()}")

    def doing(self):
        last = (self.output.strip().splitlines() or ["nothing"])[-1]
        if self.ended:
            return f"it has ended with status {self.process.returncode}: {brief(last)}"
        return f"it shows {brief(self.news)}" if self.news.strip() else "it shows nothing new"

    def close(self):
        self.process.kill()
        self.reader.join(self.patience)
        for pipe in self.process.stdin, self.process.stdout:
            pipe.close()


class Lab:
    """The two scripts of a Pair, and what runs of them."""

    def __init__(self, pair, patience):
        self.pair, self.transport, self.patience, self.programs = pair, pair.transport, patience, []
        self.waited = False  # for its port

    def start(self, script):
        environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}  # in a console all letters can be shown as well
        process = subprocess.Popen([sys.executable, "-u", script], cwd=self.pair.folder, env=environment, bufsize=0,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return Program(process, script, self.programs, self.patience)

    def start_client(self):
        return self.start(self.pair.client)

    def start_server(self):
        """Start the server and wait until it has its port."""
        for _ in range(3):  # our own look at the port may have been in its way
            server = self.start(self.pair.server)
            self.awaits(lambda server=server: server.ended or self.taken(), self.patience)
            if not server.has_ended(0):
                return server
            self.free_port(closing=True)
        raise Missed(f"expected {server.name} to wait for a client; {server.doing()}")

    def start_pair(self):
        return self.start_server(), self.start_client()

    def awaits(self, holds, patience):
        """Look again and again until something holds, for so many seconds."""
        end = time.monotonic() + patience
        while not holds() and time.monotonic() < end:
            time.sleep(0.02)

    def taken(self, closing=False):
        """Return whether somebody has the port; `closing` asks too whether it is kept for a conversation that ended."""
        for address in "127.0.0.1", "":
            with socket.socket(type=KINDS[self.transport]) as probe:
                if self.transport == "tcp" and os.name == "posix" and not closing:
                    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((address, self.pair.port))
                except OSError:
                    return True
        return False

    def free_port(self, closing=False):
        """Wait until nobody has the port any more: the conversation before may have left it closing."""
        self.awaits(lambda: not self.taken(closing), 0 if closing else self.patience / 5)  # it may be about to end
        if self.taken(closing):
            self.waited = True
            spared = ("" if "SO_REUSEADDR" in code(self.pair.folder / self.pair.server) else
                      f"; with SO_REUSEADDR before bind in {self.pair.server} it would not be")
            say(f"    ... port {self.pair.port} is kept for the last conversation{spared}: waiting up to a minute")
            self.awaits(lambda: not self.taken(closing), CLOSING)

    def close(self):
        for program in reversed(self.programs):  # clients first: the side that closes first keeps the port for a while
            program.close()


def check(besides=None, **sentences):
    """Make a function a check over the transports for which it has a sentence; of BESIDES if that costs no marks."""
    def register(function):
        if besides is not None:
            BESIDES[function.__name__] = besides
        for transport in KINDS:
            if sentence := sentences.get(transport) or sentences.get("both"):
                CHECKS[transport][function.__name__] = sentence, function
        return function
    return register


@check(both="A message typed at the client is shown at the server")
def message(lab):
    server, client = lab.start_pair()
    client.types("hello").shown_by(server)


@check(both="A reply typed at the server is shown at the client")
def reply(lab):
    server, client = lab.start_pair()
    client.types("hello").shown_by(server)
    server.types("hey").shown_by(client)


@check(both="The conversation goes on for several turns")
def turns(lab):
    server, client = lab.start_pair()
    for turn in range(1, 5):
        client.types(f"message {turn}").shown_by(server)
        server.types(f"reply {turn}").shown_by(client)


@check(both="Both windows show the practical's conversation, letter by letter")
def transcript(lab):
    server, client = lab.start_pair()
    client.types("Heello im deepi").shown_by(server)
    server.types("hey deepi").shown_by(client)
    client.types("how are you").shown_by(server)
    server.types("im good").shown_by(client)
    client.types("im good too").shown_by(server)
    server.shows_exactly("Client {'Heello im deepi'}\nEnter Reply Client {'how are you'}\n"
                         "Enter Reply Client {'im good too'}\nEnter Reply ")  # a pipe does not show what is typed
    client.shows_exactly("Enter Message {'hey deepi'}\nEnter Message {'im good'}\nEnter Message ")


@check(besides=("Letters of any language arrive",),
       both="Quotes, braces and letters of any language are shown as they were typed")
def any_text(lab):
    server, client = lab.start_pair()
    for text in "it's", 'she said "hi"', "{'x'}", "नमस्ते ñ 你好 🙂":
        client.types(text).shown_by(server)
        server.types(text).shown_by(client)


@check(both="An empty line does not stop the conversation")
def empty(lab):
    server, client = lab.start_pair()
    client.types("")
    server.types("")
    client.types("still there").shown_by(server)


@check(both="A message of 2,500 letters arrives whole, and the next turn is in step")
def long(lab):
    server, client = lab.start_pair()
    client.types("m" * 2500).shown_by(server)
    server.types("r" * 2500).shown_by(client)
    client.types("next").shown_by(server)


@check(besides=(), both="A message of 60,000 bytes, from a file, arrives whole")
def huge(lab):
    server, client = lab.start_pair()
    client.types("x" * 59_992 + " the end").shown_by(server)


@check(besides=("Messages in pieces, two at once, and one that breaks off come out right",),
       tcp="A message that is split within a letter is shown once, when it is complete")
def split_letter(lab):
    server = lab.start_server()
    with socket.create_connection(("127.0.0.1", lab.pair.port)) as peer:
        for piece in b"hel", "lo dé".encode()[:-1]:
            server.write(b"")
            peer.sendall(piece)
            server.shows_nothing()
        peer.sendall("é".encode()[-1:] + b"\n")
        server.shows("hello dé")


@check(besides=(), udp="With two clients each reply goes to the one whose message it answers")
def own_replies(lab):
    server, one, two = lab.start_server(), lab.start_client(), lab.start_client()
    one.types("from one").shown_by(server)
    two.types("from two")
    server.types("to one").shown_by(one)
    server.shows("from two")
    server.types("to two").shown_by(two)


@check(besides=("A stop word ends the client, and harms nobody", "The stop word is exit",
                "The server serves the next client when one has gone"),
       both="When the client leaves with exit, the server says so and serves the next one")
def client_left(lab):
    server, client = lab.start_pair()
    client.types("hello").shown_by(server)
    server.types("hey")
    client.types("exit")
    client.ends(0)
    server.shows("Client left")
    lab.start_client().types("I am the next").shown_by(server)


@check(besides=("A client without a server says so, and ends",),
       both="Without a server the client says so in one line and ends with status 1")
def no_server(lab):
    client = lab.start_client()
    if lab.transport == "udp":
        client.types("hello")
    client.shows("no server at 127.0.0.1:")
    client.ends(1)


@check(besides=(), both="exit at Enter Reply ends both scripts with status 0, and the client shows Server left")
def server_exits(lab):
    server, client = lab.start_pair()
    client.types("hello").shown_by(server)
    server.types("exit")
    client.shows("Server left")
    server.ends(0)
    client.ends(0)


@check(besides=(), both="The end of the input (Ctrl-D) ends each script as exit does")
def end_of_input(lab):
    server, client = lab.start_pair()
    client.ends_input()
    client.ends(0)
    if lab.transport == "udp":
        server.shows("Client left")
    client = lab.start_client()
    client.types("hello").shown_by(server)
    server.ends_input()
    server.ends(0)
    client.shows("Server left")


def perform(function, pair, patience):
    """Perform one check; return (errors that ended programs meanwhile, why it is missed or None, has it waited)."""
    lab = Lab(pair, patience)
    try:
        lab.free_port()
        function(lab)
    except Missed as missed:
        soon = ENDING if any(program.ended for program in lab.programs) else PAUSE  # what has failed may end yet
        return [*filter(None, (broken(program, soon) for program in lab.programs))], str(missed), lab.waited
    except OSError as error:
        return [], f"expected a server at 127.0.0.1:{pair.port}; {error.strerror}", lab.waited
    finally:
        lab.close()
    return [], None, lab.waited


def broken(program, patience):
    """Return in words why Python has ended a program, and in which line; None if it has not."""
    ended = program.has_ended(patience)  # its connection is closed before Python says why
    lines = program.output.strip().splitlines()
    places = re.findall(rf'File ".*{re.escape(program.name)}", line (\d+)', program.output)
    if ended and places and re.match(r"\w+(Error|Exception)\b", lines[-1]):
        return f"{program.name} has ended: {brief(lines[-1])}, line {places[-1]}"
    return None


def pairs(folder, names):
    """Return the Pairs of a folder: that of tcp and that of udp in it, or of the scripts themselves."""
    found = [(folder / transport, transport) for transport in KINDS if (folder / transport / names[0]).is_file()]
    if not found and (folder / names[0]).is_file():
        found = [(folder, "udp" if "SOCK_DGRAM" in code(folder / names[0]) else "tcp")]
    for place, _ in found:
        if not (place / names[1]).is_file():
            sys.exit(f"check: there is no {names[1]} in {place}")
    return [Pair(place.resolve(), *names, transport, meeting(ports(place / names[0]), ports(place / names[1])))
            for place, transport in found]


def ports(script):
    """Return the ports that the code of a script names."""
    found = (int(port) for pattern in NAMES_A_PORT for port in re.findall(pattern, code(script)))
    return {port for port in found if 0 < port < 65536}


def meeting(server, client):
    """Return the port where two scripts meet that name these ports: the one of both, or the server's."""
    named = server & client or server or client
    return PORT if PORT in named else min(named, default=PORT)


def apart(pair):
    """Return a line if each script names a port, and neither the other's; '' otherwise."""
    server, client = (ports(pair.folder / name) for name in (pair.server, pair.client))
    return (f"{pair.server} names port {min(server)}, and {pair.client} {min(client)}: the client must look where the "
            "server waits." if server and client and not server & client else "")


def exchanged(pair):
    """Return a line if it is the second script that waits for others, and not the first one; '' otherwise."""
    first, second = (re.search(SERVES, code(pair.folder / name)) for name in (pair.server, pair.client))
    return (f"{pair.client} seems to be the server: its name comes first, {pair.client} {pair.server}."
            if second and not first else "")


def code(script):
    return script.read_text(encoding="utf-8", errors="replace")


def brief(text):
    text = text.strip("\n")
    return repr(text) if len(text) < 200 else f"{text[:80]!r} ... {text[-80:]!r} ({len(text)} characters)"


def say(line):
    """Print a line, folded where it is wider than the terminal."""
    if sys.stdout.isatty():
        width, blanks = os.get_terminal_size(sys.stdout.fileno()).columns, len(line) - len(line.lstrip())
        line = textwrap.fill(line, max(width, 40), subsequent_indent=" " * (blanks + 2), break_on_hyphens=False)
    print(line)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path(), metavar="FOLDER",
                        help="where the two scripts are (where you are)")
    parser.add_argument("names", nargs="*", metavar="SCRIPT", help="the server's and the client's, if they are called "
                        f"something else than {' and '.join(NAMES)}")
    checks = dict.fromkeys(name for checks in CHECKS.values() for name in checks)
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=checks,
                        help=f"perform these checks alone, besides the first: {', '.join(checks)}")
    parser.add_argument("--patience", type=float, default=PATIENCE, metavar="SECONDS",
                        help="how long a script may take for what it should do (%(default)s)")
    given = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace", line_buffering=True)
    names = given.names or NAMES
    if len(names) != 2:
        parser.error("it is two scripts, the server's first: my-folder server.py client.py")
    if given.folder.is_file():
        parser.error(f"the folder comes first, and . is where you are: . {given.folder} ...")
    if not given.folder.is_dir():
        sys.exit(f"check: there is no folder {given.folder}")
    done, told = [], set()
    for pair in pairs(given.folder, names):
        print(f"{pair.transport.upper()} pair" + (f" at port {pair.port}" if pair.port != PORT else ""))
        if Lab(pair, given.patience).taken():
            sys.exit(f"check: port {pair.port} is taken: close the windows in which your scripts still run")
        for name, (sentence, function) in CHECKS[pair.transport].items():
            if given.only and name not in given.only and name != "message":
                continue
            errors, why, waited = perform(function, pair, given.patience)
            done.append((why is None, name in BESIDES))
            say(f"  {'x' if why else '+'} {sentence}")
            if why:
                again = bool(errors) and told.issuperset(errors)
                say("    " + "; ".join("as above, " + error.replace(" has ended: ", ": ") if error in told else error
                                       for error in (errors if again else [*errors, why])))
                told.update(errors)
                if name in BESIDES:
                    say(f"    Marks are given for less: {'; '.join(BESIDES[name])}." if BESIDES[name] else
                        "    This costs you no mark: the kit's own scripts do it besides.")
                if name == "message":
                    if said := exchanged(pair) or apart(pair):
                        say(f"    {said}")
                    say("    Everything else needs this, and is not looked at before it works.")
                    break
                if again and waited:
                    say("    Mend this first: what comes after it would take another minute each.")
                    break
    if not done:
        named = "" if given.names else ": if yours have other names, name them behind the folder"
        sys.exit(f"check: there is no {names[0]} in {given.folder}, nor in tcp or udp there{named}")
    marked, besides = ([holds for holds, one in done if one == extra] for extra in (False, True))
    more = f"; of {len(besides)} that are the kit's own, {sum(besides)}" if besides else ""
    print(f"{sum(marked)} of {len(marked)} checks hold{more}.")
    sys.exit(not all(marked + besides))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit("\ncheck: stopped")
