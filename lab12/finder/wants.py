"""Wants guesses from a prompt, or from a name, what a script asks its user for before it talks."""
import re

from lab12.finder.wording import NAME

WANTS = {"port": r"(?<!trans)port|puerto|\bпорт\b|端口|포트|ポート",
         "password": r"pass|pwd|pin\b|senha|contrase|kennwort|\bclave\b|\bmdp\b|parola d|^\W*parol[aă]\W*$|wachtwoord|"
                     r"\bhas[lł]o\b|[sş]ifre|пароль|密码|비밀번호|パスワード",
         "key": r"\b(?:room|chat|secret|access|join\w*) (?:key|code)\b",
         "group": r"\b(?:gr(?:ou|u)pp?[eo]?|channel|canal|kanal|raum|zimmer|salle|salon|stanza|quarto|комнат[аы])\b"
                  r"(?!.*\b(?:chat|message)\b)|\b(?:room|sala)\W?name|\bname of (?:the|your) (?:room|group)|"
                  r"(?:ルーム|部屋|グループ)の?名|(?:房间|群组?)名|방 ?이름",
         "role": r"role|mode|type",
         "host": r"\bip|(?<!sh)(?<!sk)(?<!tr)(?<!ch)(?<!cl)(?<!\bt)(?<!\bz)(?<!\bv)ip\b|host|addr|"
                 r"server|servidor|serveur|adress|indirizzo|endereço|direcci[oó]n|\bадрес|地址",
         "name": NAME,
         "enter": r"\b(?:press|hit|push|dr[uü]cken?|presion[ae]r?|pulsar?|appuye[zr]|pression[ae]r?)\b.*"
                  r"\b(?:enter|return|intro|entr[eé]e)\b|\b(?:enter|eingabetaste)\b.*\b(?:dr[uü]cken|bas)",
         "choice": r"choice|choose|option|select|menu|\broom|\bopci[oó]n|\bop[cç][aã]o|\belija|\bescolha|\bchoix|"
                   r"\bauswahl|\bscelta|\bpilih|\bseçim|\bwyb[oó]r|\bвыбор|\bchọn",
         "number": r"roll|\bage\b|number"}
WANTS = {want: re.compile(pattern, re.I) for want, pattern in WANTS.items()}

MESSAGE = re.compile(r"\b(?:messages?|msg|mensaje|mensagem|messaggio|nachricht|mesaj\w*|pesan|wiadomo\w+|сообщен\w+)\b",
                     re.I)
NOT_ITS = re.compile(r"\bip|ip\b|host|addr|adress|name|nombre|nome\b", re.I)
NO_NUMBERS = "key", "host", "name", "role", "group"


def wanted(*texts):
    """Guess from a prompt or a name what is asked for; the first text that says anything decides."""
    for text in texts:
        for want, pattern in WANTS.items():
            if text and pattern.search(text):
                to_server = want == "host" and MESSAGE.search(text) and not NOT_ITS.search(text)
                return "text" if to_server else want  # "Message for the server: "
    return "text"


def filled(want, answers, other):
    """Return the answer to what is wanted, of those that are given, or another one; of a URL also its scheme: chat://."""
    scheme, sign, rest = want.rpartition("://")
    return answers.get(want, f"{scheme}{sign}{answers[rest]}" if sign and rest in answers else other)


def placed(places):
    """Return what is wanted of a value that takes these places in addresses (destinations), '' if it takes none."""
    if url := next((part for part in places if "://" in part), ""):
        return url
    for part in "address", "port", "host":
        if part in places:
            return part  # also where another role takes it for its own
        if f"own {part}" in places:
            return f"own {part}"
    return ""
