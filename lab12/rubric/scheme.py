"""The scheme: how many marks each check is worth, and which sections count, as a TOML file says."""
import functools
import math
from dataclasses import dataclass, field
from pathlib import Path

from lab12.rubric.listing import SECTIONS, checks_of

DEFAULT, KIT = Path(__file__).with_name("handin.toml"), Path(__file__).with_name("kit.toml")
KINDS = {"pair": ("tcp-pair", "udp-pair"), "chat": ("tcp-chat", "udp-chat"), **{name: (name,) for name in SECTIONS}}
KEYS = {"count", "sections", "form", "stops", "scripts", "marks"}


class SchemeError(ValueError):
    """A scheme that cannot be used; the text says why in one line."""


@dataclass(frozen=True)
class Scheme:
    """A scheme that has been read.

    `count` is "best", "all" or a number of sections. `marks` are {"pair" or "tcp-pair" ...: {check: marks}}. `stops`
    are accepted stop words, none for any that the scripts have. `scripts` are {"pair" or "chat": names of the files to
    be marked, server and client}, where they are prescribed. `only` are the checks of the kit that are performed,
    whatever they are worth; None for all that count.
    """

    count: object
    sections: tuple
    form: bool
    stops: tuple
    marks: dict
    scripts: dict = field(default_factory=dict)
    only: frozenset = field(default=None)

    def worth(self, section, one):
        """Return the marks of a Check in a section, 0 if it does not count."""
        if one.form and not self.form:
            return 0
        of_kind = self.marks[section.partition("-")[2]].get(one.name, 0)
        return self.marks.get(section, {}).get(one.name, of_kind)

    def checks(self, section):
        """Return the checks of a section that are to be performed: those that count, and those that others need."""
        return [one for one in checks_of(section)
                if not one.kit or (self.worth(section, one) if self.only is None else one.name in self.only)]


def file_of(given=None):
    """Return the file of a scheme: one of ours by its name, "kit" or none, or the one that was given."""
    return {"None": DEFAULT, "kit": KIT}.get(str(given), Path(str(given)))


def read_scheme(path=None):
    """Return the Scheme in a file, or the one that has a name: see file_of. What it does not say is as in the default.

    Raises SchemeError, OSError.
    """
    known = ours()
    given = known if file_of(path) == DEFAULT else parse(file_of(path))
    merged = {**known, **given}
    only(KEYS, merged, path)
    return checked(merged, marks_of(known, given, path), path)


@functools.cache
def ours():
    """Return what the default says, read once for all processes that are forked from now on."""
    return parse(DEFAULT)


def marks_of(known, given, path):
    """Return the marks of a scheme, those that it does not name as they are known. Raises SchemeError."""
    marks = {kind: dict(of_kind) for kind, of_kind in known["marks"].items()}
    for kind, of_kind in table(given.get("marks", {}), path, "marks").items():
        only(KINDS, [kind], path, " in [marks]")
        names = {one.name for section in KINDS[kind] for one in checks_of(section)}
        only(names, table(of_kind, path, f"marks.{kind}"), path, f" in [marks.{kind}]")
        marks.setdefault(kind, {}).update(of_kind)
        for name, amount in of_kind.items():
            if isinstance(amount, bool) or not isinstance(amount, (int, float)) or not 0 <= amount < math.inf:
                raise SchemeError(f"{path}: the marks of {name} are {amount!r}, not a number")
    return marks


def checked(merged, marks, path):
    """Return the Scheme of a file in which each value is of its kind. Raises SchemeError."""
    sections, stops, count, form = merged["sections"], merged["stops"], merged["count"], merged["form"]
    if not isinstance(sections, list) or not sections or not all(section in SECTIONS for section in sections) or (
            len(set(sections)) < len(sections)):
        raise SchemeError(f"{path}: sections is a list of {', '.join(SECTIONS)}, not {sections!r}")
    if not isinstance(stops, list) or not all(isinstance(word, str) for word in stops):
        raise SchemeError(f'{path}: stops is a list of words, such as ["exit", "bye"], not {stops!r}')
    if not isinstance(form, bool):
        raise SchemeError(f"{path}: form is true or false, not {form!r}")
    if count not in ("best", "all") and not (type(count) is int and 0 < count <= len(sections)):
        raise SchemeError(f'{path}: count is "best", "all" or a number of sections, not {count!r}')
    scripts = table(merged["scripts"], path, "scripts")
    only(("pair", "chat"), scripts, path, " in [scripts]")
    if not all(isinstance(names, list) and [type(name) for name in names] == [str, str] for names in scripts.values()):
        raise SchemeError(f'{path}: scripts are two names each, such as ["server.py", "client.py"], not {scripts!r}')
    return Scheme(count, tuple(sections), form, tuple(stops), marks, scripts)


def only(known, given, path, where=""):
    """Check that there are no other keys in a table than those that are known."""
    if unknown := sorted(set(given) - set(known)):
        raise SchemeError(f"{path}: {', '.join(unknown)}: no such key{where}; there are {', '.join(sorted(known))}")


def table(value, path, name):
    """Return a value of the file that has to be a table."""
    if not isinstance(value, dict):
        raise SchemeError(f"{path}: {name} is a table, [{name}], not {value!r}")
    return value


def parse(path):
    """Return what a TOML file says; raises SchemeError if it is none, or if this Python cannot read it."""
    try:
        import tomllib
    except ImportError:  # Python 3.10
        try:
            import tomli as tomllib
        except ImportError:
            raise SchemeError("Python 3.10 needs tomli to read a scheme (pip install tomli)") from None
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SchemeError(f"{path}: {error}") from None
