"""Masks what differs from run to run, so that the same hand-in gets the same words each time."""
import base64
import functools
import re
import sys
import sysconfig

from lab12 import HOME
from lab12.driver.opening import EPHEMERAL

PORT = re.compile(r"(?<!\d[.,])\b\d{4,5}\b(?!\.\d)")
WEEKDAY = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?:[a-z]*day)?"
MONTH = ("(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sep(?:tember)?|Oct(?:ober)?"
         "|Nov(?:ember)?|Dec(?:ember)?)")
DAY, NUMBER, YEAR = "(?:[0-3]?[0-9])", "(?:[01]?[0-9])", "(?:20[0-9][0-9])"
CLOCK = r"(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?: ?[ap]\.?m\b\.?|Z|[+-]\d\d:?\d\d)?"
CHANGING = [(re.compile(pattern, re.I), word) for pattern, word in (
    (r"\b0x[0-9a-f]{6,}\b", "0x..."),
    (rf"\b{WEEKDAY},? +(?:{MONTH} +{DAY}|{DAY} {MONTH}),? (?:{CLOCK} (?:[A-Z]{{3,5}} )?)?{YEAR}\b", "DATE"),
    (rf"\b(?:{MONTH} +{DAY},? |{DAY}[ /-]{MONTH},?[ /-]){YEAR}\b", "DATE"),
    (rf"\b{YEAR}([./-]){NUMBER}\1{DAY}(?:(?=T\d)|\b)", "DATE"),
    (rf"\b{DAY}([./-]){NUMBER}\1{YEAR}\b|\b{DAY}([/-]){NUMBER}\2\d\d\b", "DATE"),
    (rf"(?:(?<=DATET)|(?<![\w.:])){CLOCK}(?![\w:])", "TIME"),
    (r"(?<![\d.])1[6-9]\d{8}(?:\.\d+)?\b", "SECONDS"),                                     # since 1970 (time(2))
    (r"(?<![\d.])\d+(?:\.\d+)?e-\d+|(?<![\d.])\d+\.\d{3,}(?!\d|\.\w)", "NUMBER"),         # of what was measured
    (r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?= ?(?:ms|msecs?|milliseconds?|[uµμ]s|microseconds?)\b)", "NUMBER"),
    (r"(?<![\d.])\d+\.\d+(?= ?(?:s|secs?|seconds?)\b)", "NUMBER"),
    (r"\bpid[ =]\d+\b", "pid PID"))]


# What a program draws by itself, and a number that it may have drawn.
DRAWS = re.compile(r"\brandom\.\w+\(|\b(?:randint|randrange|uniform|gauss)\(")
DRAWN = re.compile(r"(?<![\w.])\d+(?:\.\d+)?(?!\w|\.\d)")
MEASURED = re.compile(r"SECONDS|NUMBER")
CODED = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")  # what may be base64 (RFC 4648, 4)
MAY_CHANGE = re.compile(r"[\d/]|[A-Za-z+]{16}")  # in all that differs there is a digit or a slash, or it is coded
PATH = re.compile(r"(?<![\w./-])/[\w.+-]+(?:/[\w.+-]*)+")
PYTHON = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib")} | {sys.prefix, sys.base_prefix}
HERE = {*PYTHON, str(HOME)} - {"/usr", "/usr/local"}  # folders of this computer, of which no sheet speaks


def shortened(path, here):
    """Return the last part of a path of this computer, or of as much of one as is left of it; others as they are."""
    if any(path.startswith(f"{one}/") for one in here):
        return path.rpartition("/")[2]
    if path.rstrip("/") == "/tmp":
        return path  # it is on every computer
    return "..." if any(one.startswith(path) for one in here) else path


def decoded(word):
    """Return the text that a word is in base64, or the beginning of one that has been cut; '' if it is none."""
    try:
        return base64.b64decode(word[:len(word) // 4 * 4], validate=True).decode()
    except ValueError:
        return ""


def masked(value, sources, room, drawn=(), other=None):
    """Return a value with every text in it masked; numbers that stand in the sources are kept.

    The scripts are in the folder `room`, and copies of them in an `other` one. `drawn` are ports that were bound by
    chance. They may stand in the sources, too: as the bounds of that chance. Where a source draws numbers for anything
    else, those that it shows and sends are masked.
    """
    chance = not drawn and any(map(DRAWS.search, sources))
    known = {int(number) for source in sources for number in re.findall(r"\d{4,5}", source)}

    here, rooms = {*HERE, room, other or room}, [f"{room}/", f"{other or room}/"]

    def port(found):
        number = int(found[0])
        return "PORT" if number in drawn or number in EPHEMERAL and number not in known else found[0]

    def coded(found):
        told = decoded(found[0])
        return base64.b64encode(text(told).encode()).decode() if text(told) != told else found[0]

    @functools.cache  # the same words stand in many a ladder
    def text(words):
        if not MAY_CHANGE.search(words):
            return words
        words = PATH.sub(lambda found: shortened(found[0], here), words.replace(rooms[0], "").replace(rooms[1], ""))
        words = PORT.sub(port, words)
        for pattern, word in CHANGING:
            words = pattern.sub(word, words)
        return CODED.sub(coded, words)

    def each(thing, own=False):
        if isinstance(thing, str):
            return DRAWN.sub("NUMBER", text(thing)) if own and chance else text(thing)
        if isinstance(thing, (list, tuple)):
            return type(thing)(each(part, own) for part in thing)
        if isinstance(thing, dict):  # the keys are names of ours: under these stands what a program shows, or sends
            made = {key: each(part, own or key in ("screens", "text")) for key, part in thing.items()}
            if "size" in thing and MEASURED.findall(made.get("text", "")) != MEASURED.findall(thing.get("text", "")):
                made["size"] = None  # a packet with a number that has more digits, or fewer, in another run
            return made
        return thing

    return each(value)
