"""Names: what those of files and folders say of a script. They only break ties: what a script does decides."""
import re
from pathlib import PurePosixPath

SERVER = re.compile(r"serv|sever(?![a-z])|srv|host|recvr1|receiver|\bs\d?$|\bs\b|1$")
CLIENT = re.compile(r"cl[ie]*nt|\bcli|clnt|recvr2|sender|\bc\d?$|\bc\b|2$")
OTHER = re.compile(r"12[^\w(]*a\b|(?:prac\w*|exp\w*|lab|no|q)\W{0,3}13\b|(?:^|/)\W*13(?!\d)|\bping|\becho", re.I)
ECHO = re.compile(r"\becho", re.I)
UNLIKE = re.compile(r"\b(?:dns|r?arp|ftp|https?|smtp|crc|sliding ?window|daytime"
                    r"|file ?transfer|(?:send|receive|recv|down(?:load)?|upload) ?files?"
                    r"|files? ?(?:sender|receiver|server|client)"
                    r"|stop ?and ?wait|go ?back ?n?|hamming)\b"
                    r"|文件(?:下载|上传|传输|传送|发送|接收)|(?:下载|上传|传输|传送|发送|接收)文件"
                    r"|\b(?:trans\w+|env[ií]\w*|recep\w*|descarga\w*|t[ée]l[ée]charg\w*) (?:d[eo]s? )?"
                    r"(?:arquivo|archivo|fichero|fichier)s?\b|\bdatei(?:en)? ?(?:[üu]e?bertrag\w*|transfer)", re.I)
THIS = re.compile(r"12\W*b\b|chat|(?<!\()\bb\b(?!\))|聊天|チャット|채팅|чат\b|sohbet|bate.?papo",
                  re.I)  # "(B)" by itself is a group
COPY = re.compile(r"\bcopy\b|\(\d+\)|\bold\b|backup|\bbak\b|\btrash\b|\bscratch\b", re.I)
SCRAP = re.compile(r"\b(?:trash|scratch|backup|bak)\b", re.I)
SAMPLE = re.compile(r"\b(?:samples?|examples?|starter|given|provided|hand ?outs?|templates?|skeleton|"
                    r"(?:instructor|teacher|professor)(?: s)?|"
                    r"ejemplos?|exemplos?|exemples?|beispiele?|muster|esempi[oi]?|contoh|örne[kğ]\w*|przykład\w*|пример\w*|"
                    r"ví dụ)\b", re.I)
OLD = re.compile(r"\b(?:old|older|legacy|obsolete|outdated|superseded|deprecated|ancien(?:ne)?s?|antigu?o|velho|viejo"
                 r"|eski)\b", re.I)
LESSON = re.compile(r"(?:^|/)\W*(?:(?:prac|exp|lab|week|unit|ex|assign)[a-z]*\W*)?(\d{1,2} ?[a-d]?)(?![a-z0-9])", re.I)
TESTS = re.compile(r"(?:^|/)(?:tests?|features|steps)/", re.I)  # no part of a hand-in, unless there is nothing else
RUNS_TESTS = re.compile(r"^[ \t]*(?:import|from)[ \t]+(?:unittest|pytest)\b", re.M)
OF_TESTS = re.compile(r"^class \w+\(.*\bTestCase\b|^[ \t]*(?:async )?def test_\w+\(", re.M)
RUNS_ITSELF = re.compile(r"^if __name__\b.*:(?!\s*(?:import \w+\W+)?(?:sys\.exit\()?(?:unittest|pytest)\.main)", re.M)
FINAL = re.compile(r"final|fixed|new\b|(?<!in)correct|(?<!net)working", re.I)
TRY = re.compile(r"\b(?:v|ver|version|try|attempt|rev|draft|take)\W?(\d{1,2})(?!\d)", re.I)
LAST = 100  # tries that a student may count


def is_of_another(path):
    """Tell whether a path names another practical: the echo of 12a, the ping of 13, a file transfer."""
    return is_echo(path) or bool(UNLIKE.search(words(path)) and not is_of_this(path))


def is_echo(path):
    """Tell whether a path names the echo of 12a, or the ping of 13: never the chat, whatever it does."""
    return bool(OTHER.search(words(path)))


def is_called_echo(path):
    """Tell whether a path names an echo, and neither the ping of 13 nor the number of another practical."""
    rest = ECHO.sub("", words(path))
    return rest != words(path) and not OTHER.search(rest)


def is_half(folder):
    """Tell whether a folder is called after one side of a conversation: server, client."""
    return bool(re.search(r"serv|cl[ie]*nt|clnt|\bhost\b", words(PurePosixPath(folder).name), re.I))


def is_of_this(path):
    return bool(THIS.search(words(path)))


def is_copy(path):
    return bool(COPY.search(words(path)))


def is_scrap(path):
    """Tell whether a path names what its author has thrown away, or has only tried something with."""
    return bool(SCRAP.search(words(path)))


def is_sample(path):
    """Tell whether a script lies in a folder that is called a sample: one that was given to its author, it may be."""
    return bool(SAMPLE.search(words(str(PurePosixPath(path).parent))))


def is_outdated(path):
    """Tell whether a script lies in a folder that is called old: its author has gone on without it."""
    return bool(OLD.search(words(str(PurePosixPath(path).parent))))


def lesson(path):
    """Return the number of the practical that a path begins with, or its file: 12b of 12b_server.py; '' if none."""
    found = LESSON.findall(words(path))
    return found[-1].replace(" ", "").lower() if found else ""


def is_final(path):
    return bool(FINAL.search(words(path)))


def tried(path):
    """Return which try of its author's this is, as the path says: 2 for v2/server.py, LAST for a final one, 0 for none.
    """
    return LAST if is_final(path) else max(map(int, TRY.findall(words(path))), default=0)


def step(path):
    """Return the number in which a file's name ends, of several that were written one after the other: 6 of chat_6.py.
    """
    return int((re.search(r"(?<=\D)\d{1,3}$", PurePosixPath(path).stem) or "0")[0])


def is_of_tests(path, source):
    """Tell whether a file is a test of other files: by its folder, or since unittest or pytest is to run it."""
    return bool(TESTS.search(path) or RUNS_TESTS.search(source) and OF_TESTS.search(source)
                and not RUNS_ITSELF.search(source))


def says(script, numbers=True):
    """Return 0 for a script whose name says server, 2 for client, 1 if it says neither or both.

    Without `numbers` a 1 or a 2 at its end tells nothing.
    """
    stem = re.sub(r"[_\W]+", " ", PurePosixPath(script.path).stem.lower()).strip(" " if numbers else " 0123456789")
    serves, connects = bool(SERVER.search(stem)), bool(CLIENT.search(stem))
    return 1 if serves == connects else 2 if connects else 0


def kin(path):
    """Return what is left of a file's name without what says server or client: 12b for 12b_server.py."""
    stem = re.sub(r"[_\W]+", " ", words(path.stem)).lower()
    return re.sub(r"(serv|sever(?![a-z])|srv|cl[ie]*n|cli|recvr|sender|receiver)\w*", "", stem).strip()


def words(path):
    """Return a path with its words apart: 12b_server.py is "12b server py", udpEcho "udp Echo"; folders stay apart."""
    return re.sub(r"(?<=\d[ab])(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])|[_\s–—-]+", " ", path)
