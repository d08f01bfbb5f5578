"""Drawing: the words that are typed. They cannot be foretold without the secret of this installation.

They are drawn from that secret and from the hand-in's own bytes: the same hand-in gets the same sheet each time.
"""
import functools
import hmac
import os
import secrets
from pathlib import Path

NAMED = "LAB12_SECRET"  # the variable that names the secret, as the tests do
CONSONANTS, VOWELS, SYLLABLES = "bdfghklmnprstvz", "aeiou", 4  # 75 syllables: thirty million words


@functools.cache
def secret():
    """Return the secret of this installation, drawn when it is first asked for and kept for its user."""
    if named := os.environ.get(NAMED):
        return named.encode()
    base = os.environ.get("XDG_DATA_HOME") or "~/.local/share"  # XDG Base Directory Specification
    try:
        path = Path(base).expanduser() / "lab12" / "secret"
        if path.exists():
            return path.read_bytes()
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"secret-{os.getpid()}")
        fresh.touch(0o600)
        fresh.write_bytes(secrets.token_bytes(32))
        try:
            os.link(fresh, path)  # unless somebody else was faster, or it is there from before
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
        return path.read_bytes()
    except (OSError, RuntimeError):  # no home, or one that is read-only: this run has a secret of its own
        return secrets.token_bytes(32)


def word(handin, count):
    """Return a word for the bytes of a hand-in that has not been drawn for them before, with its count."""
    drawn = hmac.digest(secret(), handin + b" %d" % count, "sha256")
    letters = "".join(CONSONANTS[drawn[2 * at] % 15] + VOWELS[drawn[2 * at + 1] % 5] for at in range(SYLLABLES))
    return f"{letters}{count}"
