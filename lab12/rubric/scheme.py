"""The scheme: how many marks each check is worth, and which sections count, as a TOML file says."""
import math
from dataclasses import dataclass
from pathlib import Path

DEFAULT = Path(__file__).with_name("rubric.toml")
SECTIONS = "tcp-pair", "udp-pair", "tcp-chat", "udp-chat"
KEYS = {"count", "sections", "form", "stops", "marks"}


class SchemeError(ValueError):
    """A rubric file that cannot be used; the text says why in one line."""


@dataclass(frozen=True)
class Scheme:
    """A rubric file that has been read.

    `count` is "best", "all" or a number of sections; `marks` are {"pair": {check: marks}, "chat": {...}}; `stops`
    are accepted stop words, none for any that the scripts have.
    """

    count: object
    sections: tuple
    form: bool
    stops: tuple
    marks: dict

    def worth(self, section, name, form):
        """Return the marks of a check, 0 if it does not count."""
        return 0 if form and not self.form else self.marks[section.partition("-")[2]].get(name, 0)


def read_scheme(path=None):
    """Return the Scheme in a file, the default one if there is none. Raises SchemeError, OSError."""
    known = parse(DEFAULT)
    given = known if path is None else parse(Path(path))
    merged = {**known, **given, "marks": {**known["marks"], **table(given.get("marks", {}), path, "marks")}}
    only(KEYS, merged, path)
    only(known["marks"], merged["marks"], path, " in [marks]")
    marks = {kind: {**of_kind, **table(merged["marks"][kind], path, f"marks.{kind}")}
             for kind, of_kind in known["marks"].items()}
    for kind, of_kind in marks.items():
        only(known["marks"][kind], of_kind, path, f" in [marks.{kind}]")
        for name, amount in of_kind.items():
            if isinstance(amount, bool) or not isinstance(amount, (int, float)) or not 0 <= amount < math.inf:
                raise SchemeError(f"{path}: the marks of {name} are {amount!r}, not a number")
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
    return Scheme(count, tuple(sections), form, tuple(stops), marks)


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
            raise SchemeError("Python 3.10 needs tomli to read a rubric (pip install tomli)") from None
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SchemeError(f"{path}: {error}") from None
