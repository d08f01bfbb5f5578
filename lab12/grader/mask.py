"""Masks what differs from run to run, so that the same hand-in gets the same words each time."""
import re

EPHEMERAL = range(32768, 61000)  # ports that the kernel hands out (ip(7), ip_local_port_range)
DAY, MONTH = "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*", "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*"
CHANGING = (
    (re.compile(r"\b0x[0-9a-f]{6,}\b"), "0x..."),
    (re.compile(r"\b\d{1,2}:\d\d(:\d\d([.,]\d+)?)?( ?[ap]\.?m\b\.?|\b)(?!\d)", re.I), "TIME"),
    (re.compile(r"\b\d{4}([/-])\d\d\1\d\d\b|\b\d{1,2}([/-])\d{1,2}\2(\d\d){1,2}\b"), "DATE"),
    (re.compile(rf"\b{DAY},? ({MONTH} +\d+|\d+ {MONTH})( TIME)?,? \d{{4}}\b"), "DATE"),  # ctime() and the like
    (re.compile(rf"\b({MONTH} \d{{1,2}},?|\d{{1,2}} {MONTH},?) \d{{4}}\b"), "DATE"),
    (re.compile(r"\b\d+\.\d+e-\d+\b|(?<![\d.])\d+\.\d{3,}(?![\d.])"), "NUMBER"),  # seconds that something took
    (re.compile(r"\b1\d{9}\b"), "SECONDS"),                                         # since 1970, until 2033
    (re.compile(r"\bpid[ =]\d+\b", re.I), "pid PID"),
)


def masked(value, sources, room):
    """Return a value with every text in it masked; numbers that stand in the sources are kept."""
    known = {int(number) for source in sources for number in re.findall(r"\d{5}", source)}

    def port(found):
        number = int(found[0])
        return "PORT" if number in EPHEMERAL and number not in known else found[0]

    def text(words):
        words = words.replace(f"{room}/", "")
        words = re.sub(r"\b\d{5}\b", port, words)
        for pattern, word in CHANGING:
            words = pattern.sub(word, words)
        return words

    def each(thing):
        if isinstance(thing, str):
            return text(thing)
        if isinstance(thing, (list, tuple)):
            return type(thing)(each(part) for part in thing)
        if isinstance(thing, dict):
            return {key: each(part) for key, part in thing.items()}  # the keys are names of ours
        return thing

    return each(value)
