"""Usage tells what a script itself says that its user is to type: "Commands begin with /: /msg TEXT, /quit"."""
import ast
import re

from lab12.finder.commands import SAY, joins, likeliest
from lab12.finder.menus import ADDRESSEE
from lab12.finder.patterns import is_pattern

SIGNS = r"(?:[/!:\\]|%(?=\w{3}))"  # with which a command may begin; "%s" is a place to be filled in
PLACE = r"(?:<[^<>\n]{1,20}>|\[[^\[\]\n]{1,20}\]|\{[^{}\n]{1,20}\}|[A-ZÀ-Þ]{2,20}\b)"  # what stands for a user's words
COMMAND = re.compile(rf"(?<![\w/])({SIGNS}[a-z]\w{{0,11}}|[A-Za-z]{{2,12}})[ \t]+({PLACE})(?![ \t]*{PLACE})")
TEXT = re.compile(r"\W|TEXT|MESSAGE|MSG|TEXTO?|TESTO|MENSAJE|MENSAGEM|MESSAGGIO|NACHRICHT|MESAJ|WORDS")

PERSON = r"(?:user(?:_?name)?|nick(?:name)?|name|recipient|receiver|dest\w*|usu[aá]rio|nombre|nome|apodo|to|who\w*)"
WORDS = r"(?:msg|message|text\w*|mensagem|mensaje|messaggio|testo|nachricht|mesaj|words)"
NAMED = r"[<\[({]?(?:your[ _-]?|user[ _-]?|nick[ _-]?)?(?:name|nick|user|handle|alias|id)\b"
MARK = r"(?:\be\.? ?g\b\.?|\bexample\b|\bsuch as\b|\bz\. ?b\.|\b(?:zum )?beispiel\b|\bp(?:or|\.) ?ej\b\.?|" \
    r"\be(?:jemplo|xemplo|xemple)\b|\bp\. ?ex\.|\besempio\b|\bad es\.|\bnp\.|\bnapr\.|\bmisalnya\b|\bcontoh\b|" \
    r"\börnek\b|\b(?:на)?пример\b|例如|例)"  # what says that an example comes
EXAMPLE = re.compile(MARK + r"[\s:,=-]*([\"'`“‘«<]?)(?P<shown>[^\s\"'`“‘«<)]\S*(?:[ \t]+[^\s()\"'`]+){1,6})", re.I)
HOST = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|localhost|(?:[a-z][\w-]*\.)+[a-z]{2,5}", re.I)
TO_ONE = re.compile(r"[/!:\\%@]?(?:p?msg|message|pm|dm|w|whisper|tell|to|priv\w*|send ?to|text|mp)", re.I)
GREETING = re.compile(r"hi+|hello+|hey+|hola|hallo|salut|bonjour|ciao|ol[aá]|oi|merhaba|halo|good|how|what|th\w+", re.I)
ADDRESSED = r"{}(?P<gap>[ \t]*)[<\[({{]?{}[>\])}}]?(?P<behind>[ \t]+|[ \t]?[:,-][ \t]?)[<\[({{]?{}\b"


def addressed(tree, word):
    """Return a word with the place of a name behind it, where a text of the script says so: "/msg <user> <text>"; ''.

    That is "/msg {addressee} ": whoever is told so says nothing to all.
    """
    pattern = re.compile(ADDRESSED.format(re.escape(word.strip()), PERSON, WORDS), re.I)
    found = next(filter(None, map(pattern.search, texts(tree))), None)
    if found:
        return f"{word.strip()}{found['gap']}{ADDRESSEE}{found['behind']}"
    shown = next((rest for first, *rest in examples(tree) if first.casefold() == word.strip().casefold()), ())
    to_one = len(shown) > 1 and TO_ONE.fullmatch(word.strip()) and not GREETING.fullmatch(shown[0])
    return f"{word.strip()} {ADDRESSEE} " if to_one else ""


def examples(tree):
    """Return the commands, each as its words, that the texts of a script give as examples: "(e.g., /msg bob hi)".

    None of them is one without anything behind its first word.
    """
    if "examples" not in tree.known:
        told = (found for text in texts(tree) for found in EXAMPLE.finditer(text))
        tree.known["examples"] = [one["shown"].rstrip(" .,;:>?!]»”").split() for one in told]
    return [words for words in tree.known["examples"] if len(words) > 1]


def called_by_example(tree, word=""):
    """Return an example's first word, with the places of what it calls behind it: "%connect {host} {port}"; ''.

    That is one with an address of numbers, or a name, and a port: "e.g. %connect 127.0.0.1 6789". What stands there
    besides is a user's name. With `word` it is an example of that one; else it is one that the script itself looks for,
    and no command of the system, such as "nc 127.0.0.1 6789".
    """
    known = {text.strip() for text in texts(tree)}
    for first, *rest in [words for words in examples(tree) if re.match(SIGNS, words[0]) or words[0] in known]:
        kinds = ["host" if HOST.fullmatch(one) else "port" if one.isdigit() and int(one) > 99 else "name"
                 for one in rest]
        if {"host", "port"} <= {*kinds} and len({*kinds}) == len(kinds) and first in (word.strip() or first):
            return f"{first} " + " ".join(f"{{{kind}}}" for kind in kinds)
    return ""


def naming(tree):
    """Return the word by which a user says who he is, as a text of the script tells: "/register <handle>"; '' if none.
    """
    told = (found for text in texts(tree) for found in re.finditer(rf"(?<![\w/])({SIGNS}\w+)[ \t]+{NAMED}", text, re.I))
    return next((f"{one[1]} " for one in told if joins("nick", one[1])), "")


def texts(tree):
    """Return all texts of a script that may be read, also those with something to be filled in."""
    return [node.value for node in tree.nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
            and not is_pattern(node.value)]


def usage(tree, wanted):
    """Return the word that is to stand before a message, with its blank, as far as a text of the script says so; ''.

    `wanted` tells what a placeholder asks for: one for a name, a room or a port is none for a message.
    """
    pairs, whole = [(found[1], found[2]) for text in texts(tree) for found in COMMAND.finditer(text)], {
        text.strip() for text in texts(tree)}  # it looks for the word: cmd.startswith("reply ")
    found = [word for word, place in pairs if wanted(place) == "text" and (
        re.match(SIGNS, word) or (word in whole or word.lower() in SAY) and TEXT.match(place))]  # not CHAT ROOM
    return f"{likeliest(found)} " if found else ""


def as_typed(tree, word):
    """Return a stop word as its user types it: with a sign before it, where the script shows it only so."""
    shown = [text for text in texts(tree) if text.strip() != word]
    signs = [found[1] for text in shown for found in re.finditer(rf"(?<!\w)({SIGNS}){re.escape(word)}\b", text)]
    plain = any(re.search(rf"(?<![\w/!:\\]){re.escape(word)}\b", text) for text in shown)
    return f"{signs[0]}{word}" if signs and not plain else word
