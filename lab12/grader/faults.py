"""Faults: the errors that Python has named in what was seen of a check, the first one first, and what repairs each."""
import ast
import re
from dataclasses import dataclass, field

from lab12.driver.words import of_connection
from lab12.finder.nodes import walk
from lab12.finder.syntax import called, last_name
from lab12.grader.reading import Source

TOLD = re.compile(r"\b(server|client)(?: \d+)? (has ended|(?:goes on|waits)[^:;]*): (?!by the grader)(.+?)"
                  r"(?=; (?:the )?(?:server|client)\b|; each waits|$)")
NAMED = re.compile(r"^(.*?)(?:, line (\d+)(?: of (.+))?)?$")
OF_NAME = {ast.Attribute: r"has no attribute '(\w+)'", ast.Name: r"^(?:NameError: )?name '(\w+)' is not defined"}
TRIES = re.compile(r"^(?:\w+\.)*\w*(?:Error|Exception|Exit|Interrupt|error|timeout|Empty|Full|Operation)\b")


@dataclass(frozen=True)
class Fault:
    """An error as Python has named it: in which role, its type and message, and its line in the student's own file.

    `line` is None where no line of the student's own is known: in a thread that could not start, or where the program
    has caught the error and printed it. `file` is '' for the script itself. `thread` is set where the program goes on.
    """

    source: Source
    words: str
    line: int = None
    file: str = ""
    thread: bool = False
    other: Source = field(default=None, compare=False)  # the program that it talks with

    @property
    def role(self):
        return self.source.role

    @property
    def at(self):
        """The place of the error, '' if it is not known."""
        return self.place(self.line) if self.line else ""

    def place(self, line):
        """Return the place of a line in the file that has failed."""
        return f"{self.file}, line {line}: " if self.other_file else self.source.line(line)

    def where(self, *calls):
        """Return the place of the error or, where that is not known, of the first of these calls."""
        return self.at or self.source.at(*calls)

    @property
    def name(self):
        """The name of the file that has failed."""
        return self.file if self.other_file else self.source.name

    @property
    def text(self):
        """The source of the file that has failed, be it the script or one that it imports; '' for others."""
        name = self.source.imported(self.file) if self.other_file else ""
        return self.source.texts.get(name, "") if name or not self.other_file else ""

    @property
    def code(self):
        """The line of the source that has failed, be it of the script or of a file that it imports; '' for others."""
        return self.source.line_of(self.line, self.file if self.other_file else "") if self.known else ""

    @property
    def calls(self):
        """What is called in that line."""
        return self.source.calls_at(self.line, self.file if self.other_file else "") if self.known else []

    def catches(self, error, *names):
        """Whether an error of this name is caught around what of these is called in that line, or anywhere if none is.
        """
        here = [call for call in self.calls if called(call) in names]
        return any(self.source.is_caught(error, call) for call in here) if here else self.source.catches(error, *names)

    @property
    def known(self):
        """Whether its line is known, in the script or a file that it imports."""
        return bool(self.line) and (not self.other_file or bool(self.source.imported(self.file)))

    def is_at(self, node):
        """Tell whether a node stands in the line that has failed."""
        return self.known and node.lineno == self.line and self.is_beside(node)

    def is_beside(self, node):
        """Tell whether a node stands in the file of that line."""
        return getattr(node, "file", "") == (self.source.imported(self.file) if self.other_file else "")

    @property
    def other_file(self):
        return bool(self.file) and self.file != self.source.name.rpartition("/")[2]

    @property
    def in_handler(self):
        """Whether its line stands where another error is dealt with, or tidied up after: what failed first is that."""
        return any(self.is_at(part) for node in self.source.tree.nodes if isinstance(node, ast.Try)
                   for one in (*node.handlers, *node.finalbody) for part in walk(one) if hasattr(part, "lineno"))

    @property
    def of_connection(self):
        return of_connection(self.words) or self.words.startswith("IncompleteReadError")


def faults(result, sources):
    """Return the Faults that the words of a Result tell of, in the order in which they came up, each once.

    Of several in one step, that comes first which keeps its program from sending anything: a letter that no code has.
    One with which all have heard each other is the cause only where the miss is of that error.
    """
    told = [outcome for _, outcome in result.steps] + [result.seen, *result.waits]
    found = []
    for words in told:
        unsent_first = sorted(TOLD.findall(words), key=lambda one: not one[2].startswith("UnicodeEncodeError"))
        for role, how, error in unsent_first:
            what, line, file = NAMED.match(error.strip()).groups()
            if error.strip() in result.harmless and "goes on" in how and words != result.seen:
                continue
            if TRIES.search(what) or what == "an error":
                other = next((source for name, source in sources.items() if name != role), None)
                found.append(Fault(sources[role], what, line and int(line), file or "", "goes on" in how, other))
    return list(dict.fromkeys(found))


def complaints(result, sources):
    """Return as Faults what the screens show of errors that the programs have caught and printed: without a line."""
    from lab12.grader import errors
    found = []
    for name, lines in result.screens.items():
        role = name.partition(" ")[0]
        other = next((source for one, source in sources.items() if one != role), None)
        for shown in lines if role in sources else ():
            if told := errors.known(shown):
                found.append(Fault(sources[role], told, *located(sources[role].tree, told), other=other))
    return list(dict.fromkeys(found))


def located(tree, words):
    """Return (line, file) of an error that was printed without, where its words fit one place alone; (None, '') else.
    """
    for kind, pattern in OF_NAME.items():
        found = re.search(pattern, words)
        places = {(node.lineno, getattr(node, "file", "")) for node in tree.nodes if found and isinstance(
            node, kind) and isinstance(node.ctx, ast.Load) and last_name(node) == found[1]}
        if len(places) == 1:
            return places.pop()
    return None, ""
