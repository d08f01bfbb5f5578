"""Reading: one script, quoted by its lines, and asked what it has before a hint asks it for something."""
import ast
import re
from functools import cached_property, lru_cache

from lab12.finder.argparsing import destination
from lab12.finder.flow import made_files
from lab12.finder.nodes import walk
from lab12.finder.parting import of_transport
from lab12.finder.places import SERVERS
from lab12.finder.printing import is_to_screen
from lab12.finder.reach import reached
from lab12.finder.settling import settling
from lab12.finder.syntax import LISTENS, LOOPS, asks_user, called, last_name, line, peeks, target_of
from lab12.finder.transports import beside_talk
from lab12.finder.tree import Tree
from lab12.finder.wants import wanted
from lab12.finder.ways import registered
from lab12.grader.catching import Errors
from lab12.grader.forms import Forms
from lab12.grader.parted import Parted
from lab12.grader.received import RECEIVES, Received
from lab12.grader.relaying import Relaying

BOTH = 2  # scripts of a pair, whose trees each hint asks for
SENDS = "send", "sendall", "sendto", "sock_sendall", "write"
THREADS = {"Thread", "start_new_thread", "Timer", "Process", "submit"}
ALIKE = {"bind": ("create_server", "start_server", "create_datagram_endpoint", *sorted(SERVERS)),  # the same, or more
         "listen": ("create_server", "start_server"), "connect": ("create_connection", "open_connection")}


class Source(Parted, Received, Relaying, Forms, Errors):
    """One script in its role: server or client."""

    def __init__(self, script, role):
        self.script, self.role = script, role
        self.name = script.name if script else role

    @cached_property
    def tree(self):
        if not self.script:
            return Tree("")
        modules = getattr(self.script, "modules", ())
        return tree_of(self.script.source, tuple(map(tuple, modules)), self.script.transport)

    @cached_property
    def text(self):
        """The whole source, with that of the files which it imports."""
        return "\n".join(self.texts.values())

    @cached_property
    def texts(self):
        """The source of the script itself, under '', and of each file that it imports, under the name of that."""
        return {"": self.script.source, **dict(getattr(self.script, "modules", ()))} if self.script else {}

    def of(self, *names):
        """Return the calls of these names that are of this role, those of the conversation first.

        These are the ones in the innermost loop, and not the first one of the file: that may be a greeting. Nor are
        they those between one accept and the next, by which each client says who it is, where there are others.
        """
        found = [call for call in self.tree.of(*names) if not self.is_of_other(call)
                 and self.tree.function(call) not in self.beside]
        found += [call for call in self.tree.calls if "input" in names and asks_user(call) and call not in found
                  and not self.is_of_other(call)]
        return sorted(found, key=lambda call: (
            "print" not in names and is_to_screen(call), peeks(call), self.greets(call), self.is_of_file(call),
            self.lets_in(call), -self.depth(call), self.is_of_command(call), self.is_unused(call),
            self.is_for_a_name(call)))

    def lets_in(self, call):
        """Tell whether this is in a loop that comes before the conversation: who is there, and may he come in."""
        if "settling" not in self.tree.known:
            self.tree.known["settling"] = settling(self.tree)
        return bool(self.tree.known["settling"].intersection(self.tree.above(call, LOOPS)))

    def is_for_a_name(self, call):
        """Tell whether this receives who somebody is, as what it is called says: name = link.recv(99)."""
        return called(call) in RECEIVES and wanted(target_of(self.tree, call)) in {"name", "password"}

    def is_of_command(self, call):
        """Tell whether this sends what is sent only where a certain word has come: /name, /quit."""
        return called(call) in SENDS and any(
            isinstance(part, ast.Compare) and isinstance(part.ops[0], (ast.Eq, ast.In)) and any(
                isinstance(one, ast.Constant) and one.value and isinstance(one.value, str)
                for one in (part.left, *part.comparators))
            for above in self.tree.above(call, ast.If) if any(call in walk(one) for one in above.body)
            for part in walk(above.test))

    def is_of_file(self, call):
        """Tell whether this receives in a function that writes the bytes of a file, or sends what it reads of one."""
        reads = called(call) in SENDS and any(called(part) == "read" for loop in self.tree.above(call, LOOPS)[:1]
                                              for part in walk(loop))
        modes = ("wb", "ab", "xb") if called(call) in RECEIVES else ("rb",) if reads else ()
        function = self.tree.function(call) if modes else None
        return function is not None and any(
            called(part) == "open" and any(getattr(one, "value", None) in modes for one in (
                *part.args[1:], *(word.value for word in part.keywords))) for part in walk(function))

    def greets(self, call):
        """Tell whether this receives in a loop in which the next client is accepted."""
        return called(call) in RECEIVES and any(called(part) == "accept" for loop in self.tree.above(call, LOOPS)
                                                for part in walk(loop))

    @cached_property
    def beside(self):
        """The functions that send and take files over TCP, beside a chat over UDP."""
        return beside_talk(self.tree) if self.script and self.script.transport == "udp" else set()

    def is_unused(self, node):
        """Tell whether a node stands in a function that nothing in the program names, as one in a file for both."""
        function = self.tree.function(node)
        return hasattr(function, "name") and function.name not in self.named

    @cached_property
    def named(self):
        """The names that the program uses for something: what it calls, or hands on."""
        return {last_name(node) for node in self.tree.nodes if isinstance(node, (ast.Name, ast.Attribute))}

    def depth(self, node):
        """Return in how many loops a node stands, with those in which its function is called."""
        function = self.tree.function(node)
        calls = self.tree.sites(function)
        return len(self.tree.above(node, LOOPS)) + max((len(self.tree.above(call, LOOPS)) for call in calls), default=0)

    def at(self, *calls):
        """Return "server.py, line 12: " for the first of these calls that there is, else "server.py: "."""
        for name in (*calls, *(alike for call in calls for alike in ALIKE.get(call, ()))):
            if found := self.of(name):
                return self.line(line(found[0]))
        if {"recv", "recvfrom"} & set(calls):  # over UDP a socketserver hands its handler what has come
            taken = [node for node in self.tree.nodes if isinstance(node, ast.Subscript)
                     and last_name(node.value) == "request" and self.tree.value(node.slice) == 0]
            if taken:
                return self.line(line(taken[0]))
        lines = [self.script.lines[name] for name in calls if self.script and name in self.script.lines]
        lines = [one for one in lines if not isinstance(one, str)
                 or self.files.get(one.partition(",")[0], self.role) == self.role]
        return self.line(lines[0]) if lines else f"{self.name}: "

    def line(self, line):
        """Return the same for a line, which may be one of another file: see finder.syntax.line."""
        if isinstance(line, str):
            return f"{line}: "
        above = getattr(self.script, "above", 0)
        file = f" (line {line + above} of {self.name.partition('#')[0]})" if above else ""
        return f"{self.name}, line {line}{file}: "

    def ref(self, node):
        """Return the same for a node, beside a line of this program: "line 12", "wire.py, line 12"."""
        return line(node) if hasattr(node, "file") else f"line {line(node)}"

    def place(self, *calls):
        """Return the same for the end of a sentence: "server.py, line 12"."""
        return self.at(*calls)[:-2]

    @property
    def receives(self):
        """The place where it receives, which may be a loop over the lines of a makefile()."""
        loops = [] if self.of(*RECEIVES) else [
            one for one in self.tree.loops if isinstance(one, ast.For) and not self.is_of_other(one)
            and (called(one.iter) == "makefile" or last_name(one.iter) in {"rfile", *made_files(self.tree)})]
        over_udp = self.script and self.script.transport == "udp" and self.of("recvfrom")
        return self.line(line(loops[0])) if loops else self.at("recvfrom") if over_udp else self.at(*RECEIVES)

    @property
    def sends(self):
        return self.at(*SENDS)

    @property
    def waits_before_next(self):
        """The place of a recv between one accept and the next, in their loop or in what is called there; '' if none.

        Where a selector has a function called for each client that comes, that is in this function.
        """
        accepts = self.of("accept")
        accepts += [call for one in accepts if not self.tree.above(one, LOOPS) for call in self.tree.calls
                    if called(call) == getattr(self.tree.function(one), "name", None)]  # while True: serve(welcome())
        around = [loop for call in accepts for loop in self.tree.above(call, LOOPS)[:1]]
        around += [one for one in registered(self.tree) if {*walk(one)} & {*accepts}]
        for one in around:
            within, later = list(walk(one)), "do_handshake_on_connect" in self.text
            for _ in range(2):  # twice: a function may have another one receive
                within += [part for call in within for one in self.tree.defined.get(called(call), ())
                           if not isinstance(one, ast.ClassDef) for part in walk(one)]
                found = [call for call in self.of("recv", "readline", "recv_into", "read", *(
                    () if later else ("wrap_socket",))) if call in within and "stdin" not in ast.unparse(call)
                    and not self.by_switch(call)]
                if found:  # where select says that something has come, nobody waits: where it accepts, somebody does
                    accepting = {self.tree.function(call) for call in self.tree.of("accept")}
                    return self.line(line(min(found, key=lambda call: (
                        self.tree.function(call) not in accepting, within.index(call)))))
        return ""

    def by_switch(self, call):
        """Tell whether a call, or that of the function it stands in, is for who gives a switch: if args.tls: ..."""
        given = [({k.arg: self.tree.value(k.value) for k in one.keywords}, [self.tree.value(name) for name in one.args])
                 for one in self.tree.of("add_argument")]
        switches = {destination([name for name in names if isinstance(name, str)], named) for named, names in given
                    if named.get("action") == "store_true"}
        return any(last_name(above.test) in switches for one in (call, *self.tree.sites(self.tree.function(call)))
                   for above in self.tree.above(one, ast.If) if any(one in walk(part) for part in above.body))

    @property
    def first_line(self):
        return self.line(1)

    def mistake(self, name):
        """Return the place of a likely mistake, '' if it was not found."""
        found = self.script.mistakes.get(name) if self.script else None
        found = self.unnoticed if name == "empty not noticed" and found else found
        return self.line(found) if found else ""

    def holding(self, pattern):
        """Return the place of the first line that matches a pattern, '' if none does; not what is only said there."""
        for file, text in self.texts.items():
            for number, words in enumerate(text.splitlines(), 1):
                said = words.lstrip().startswith("#") or (file, number) in self.idle
                if re.search(pattern, words) and not said:
                    return f"{file}, line {number}: " if file else self.line(number)
        return ""

    @cached_property
    def idle(self):
        """The lines, (file, number) each, that hold a text and nothing else: what is put in quotes, and not run."""
        texts = [node for node in self.tree.nodes if isinstance(getattr(node, "value", None), ast.Constant)
                 and isinstance(node, ast.Expr)]
        return {(self.imported(node.file) if hasattr(node, "file") else "", number) for node in texts
                for number in range(node.lineno, node.end_lineno + 1)}

    def holds(self, place):
        """Return the line of the source at a place, as "server.py, line 12: " names it; '' where that is not known."""
        found = re.search(r"^(.*), line (\d+)", place)
        return self.line_of(int(found[2]), "" if found[1] == self.name else found[1]) if found else ""

    def imported(self, file):
        """Return the name under which a file that is imported is known here: '' for the script itself."""
        return next((name for name in self.texts if name and (name == file or name.endswith(f"/{file}"))), "")

    def line_of(self, number, file=""):
        """Return the text of a line of the script, or of a file that it imports; '' if there is none of this number."""
        text = self.texts.get(self.imported(file) if file else "", "")
        return dict(enumerate(text.splitlines(), 1)).get(number, "")

    def calls_at(self, number, file=""):
        """Return what is called in a line of the script, or of a file that it imports, the outermost call first."""
        file = self.imported(file) if file else ""
        return [call for call in self.tree.calls if getattr(call, "file", "") == file
                and call.lineno <= number <= (call.end_lineno or call.lineno)]

    # What it has, so that no hint asks for it

    @cached_property
    def notices_end(self):
        """Whether each recv of its loops is looked at for the end of the connection."""
        return not self.mistake("empty not noticed")

    @cached_property
    def daemons(self):
        """Whether all threads that it starts are daemons."""
        made = [call for call in self.tree.of("Thread", "Timer", "Process", *self.own_threads)
                if not (called(call) in self.own_threads and re.search(r"\bdaemon\s*=\s*True", self.text))]
        later = self.calls("setDaemon") or any(
            isinstance(node, ast.Assign) and self.tree.value(node.value) is True
            and any(isinstance(target, ast.Attribute) and target.attr == "daemon" for target in node.targets)
            for node in self.tree.nodes)
        return later or all(any(word.arg == "daemon" for word in call.keywords) for call in made)

    @cached_property
    def own_threads(self):
        """The classes of its own that are threads."""
        return {node.name for node in self.tree.nodes if isinstance(node, ast.ClassDef)
                and any(last_name(base) == "Thread" for base in node.bases)}

    @property
    def hearer(self):
        """The place where it starts the thread that receives; else that of any thread."""
        calls = self.of("Thread", *self.own_threads)
        for call in calls:
            names = {last_name(word.value) for word in call.keywords if word.arg == "target"} | {called(call)}
            functions = [one for name in names for one in self.tree.defined.get(name, ()) if one not in self.beside]
            if {"recv", "recvfrom", "readline", "makefile"} & {called(one) for one in reached(self.tree, functions)}:
                return self.line(line(call))
        return self.at("Thread", *self.own_threads)

    @property
    def threads(self):
        return bool(self.tree.of(*THREADS, *self.own_threads))

    @property
    def many_at_once(self):
        """Whether it can wait for several things at once: threads, processes, select, asyncio."""
        return bool(self.script and self.script.threads) or self.calls("submit", "fork", "Process")

    def loops(self, *names):
        """Whether any of these calls stands in a loop."""
        return any(self.depth(call) for call in self.of(*names))

    def calls(self, *names):
        return bool(self.tree.of(*names))

    def port_of(self, *names):
        """Return the port of the address in the first of these calls, None where the source does not tell."""
        found = [self.tree.value(call.args[-1]) for call in self.of(*names) if call.args]
        return next((address[1] for address in found if isinstance(address, tuple) and len(address) == 2), None)

    def holds_class(self, *bases):
        """Return the classes of the program that come from one of these."""
        return [node for node in self.tree.nodes if isinstance(node, ast.ClassDef)
                and any(last_name(one) in bases for one in node.bases)]

    @property
    def listens(self):
        return self.calls(*LISTENS) or "socketserver" in self.text

    def waits_at_keyboard(self, result):
        """Whether this program waits for its user, and not for the network, at the end of what was seen."""
        return any(words.startswith(f"the {self.role} waits") and "keyboard" in words and "network" not in words
                   for words in result.waits)


@lru_cache(BOTH)
def tree_of(source, modules, transport):
    """Return the Tree of a script: see of_transport. It is read once, however many Sources ask for it."""
    return of_transport(source, modules, transport)


def first(*candidates):
    """Return the first sentence there is among these: each is '' where the source has what it would ask for."""
    return next(filter(None, candidates), "")
