"""What a mutant is: a mistake in words, the edits that make it, and the checks that its scripts must fail."""
from dataclasses import dataclass
from pathlib import Path

from lab12 import HOME

SCRIPTS = {"pair": "recvr*.py", "chat": "chat_*.py"}


@dataclass(frozen=True)
class Mutant:
    """`edits` are {script: [(old, new), ...]}; `missed` are names of checks, of its section by the kit's scheme."""

    mistake: str
    edits: dict[str, list[tuple[str, str]]]
    missed: str

    def __str__(self):
        return f"{self.section}: {self.mistake}"

    @property
    def misses(self):
        return frozenset(self.missed.split())

    @property
    def section(self):
        script = next(iter(self.edits))
        return f"{script[:3]}-{'chat' if 'chat' in script else 'pair'}"

    def write(self, folder):
        """Write the two scripts of its section into this folder, with the mistake; return the folder."""
        transport, kind = self.section.split("-")
        for source in (HOME / transport).glob(SCRIPTS[kind]):
            text = source.read_text(encoding="utf-8")
            for old, new in self.edits.get(f"{transport}/{source.name}", []):
                assert text.count(old) == 1, f"{self}: {old!r} stands {text.count(old)} times in {source}"
                text = text.replace(old, new)
            target = Path(folder, transport, source.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return folder
