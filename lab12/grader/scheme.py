"""The scheme: how many marks each check is worth, and which sections count, as a TOML file says."""
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
    if unknown := set(given) - KEYS:
        raise SchemeError(f"{path}: {', '.join(sorted(unknown))}: known are {', '.join(sorted(KEYS))}")
    marks = {kind: {**known["marks"][kind], **given.get("marks", {}).get(kind, {})} for kind in ("pair", "chat")}
    for kind, of_kind in marks.items():
        for name, amount in of_kind.items():
            if name not in known["marks"][kind]:
                raise SchemeError(f"{path}: there is no check {name} in a {kind}")
            if not isinstance(amount, (int, float)) or amount < 0:
                raise SchemeError(f"{path}: the marks of {name} are {amount!r}, not a number")
    merged = {**known, **given}
    sections = tuple(merged["sections"])
    if unknown := set(sections) - set(SECTIONS) or not sections:
        raise SchemeError(f"{path}: sections are {', '.join(SECTIONS)}")
    count = merged["count"]
    if count not in ("best", "all") and not (isinstance(count, int) and 0 < count <= len(sections)):
        raise SchemeError(f'{path}: count is "best", "all" or a number of sections, not {count!r}')
    return Scheme(count, sections, bool(merged["form"]), tuple(merged["stops"]), marks)


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
