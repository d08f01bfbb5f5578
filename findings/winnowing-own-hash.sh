#!/usr/bin/env bash
# winnowing 0.2.1: a hash function of one's own, set as its documentation says, is ignored, and the leftmost is chosen.
#
# Its documentation says "You may use your own hash function as demonstrated below", with "winnow.hash_function =
# hash_md5" after "from winnowing import winnow". What was seen: fingerprints are numbers of 16 bits as before, and the
# function is never called. There winnow is the function, not the module. With winnowing.hash_function it is called, and
# the fingerprints have 128 bits. Of 1,371 fingerprints of 16 bits 51 are those of a text that shares nothing.
# Of equal hashes in a window the paper takes the rightmost, as a comment in it says; it takes the leftmost.
# Whoever compares programs with it should set winnowing.hash_function on the module.
# The kit's twins compare trees, and no hashes of a few bits (lab12/classroom/twins.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "winnowing==0.2.1"
cat > "$room/seen.py" <<'PYTHON'
import hashlib
import sys

import winnowing
from winnowing import winnow


def by_md5(text):
    return int(hashlib.md5(text.encode()).hexdigest(), 16)


def bits(fingerprints):
    return max(number for _, number in fingerprints).bit_length()


def words(seed, count=500):
    """Return a text that has no five letters in common with one of another seed, by digits and letters."""
    letters = "abcdefghij" if seed else "qrstuvwxyz"
    said = (int(hashlib.sha256(f"{seed} {at}".encode()).hexdigest(), 16) for at in range(count))
    return " ".join("".join(letters[number // 10 ** place % 10] for place in range(7)) for number in said)


LINE = "a server binds, listens, and then accepts; a client connects"
default = winnow(LINE)
winnow.hash_function = by_md5
documented = winnow(LINE)
one, other = ({number for _, number in winnow(words(seed))} for seed in (0, 1))
by_chance = len(one), len(one & other)
winnowing.hash_function = by_md5
of_module = winnow(LINE)
alike = len({number for _, number in winnow(words(0))} & {number for _, number in winnow(words(1))})
print(f"winnow.hash_function: {'as before' if documented == default else 'others'}, {bits(documented)} bits")
print(f"winnowing.hash_function: {'as before' if of_module == default else 'others'}, {bits(of_module)} bits")
print("two texts that share nothing: {} fingerprints, {} in common; of 128 bits {}".format(*by_chance, alike))
winnowing.hash_function = winnowing.default_hash if hasattr(winnowing, "default_hash") else by_md5
first = min(at for at, _ in winnow("abababab", k=2))
print(f"abababab: the first window has equal hashes at 0 and 2, or 1 and 3; chosen is {first}")
sys.exit(documented != default or bits(documented) > 16 or bits(of_module) < 100 or by_chance[1] < 10 or alike
         or first > 1)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
