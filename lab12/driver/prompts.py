"""Prompts: what a script or its server asks a user for, by the screen and by what has crossed the network."""
import re
from dataclasses import replace

from lab12.finder.wants import WANTS
from lab12.wire.capture import flows

HELD = re.compile(r"\bend\s*=\s*(?:''|\"\")|\bstdout\.write\(")
ASKED = "password", "name", "choice", "number"  # what a server may ask for over the network
# A line that asks: by its end, or by its first word; one that tells of a command, "Type /name ...", does not.
ASKS = re.compile(r".*[:?>]$|\W*(?:please |por favor,? |bitte )?(?:enter|type|give|choose|введите|укажите|ingres[ae]|"
                  r"introdu[zc]\w+|escrib[ae]|digite|informe|insira|entre[zr]?|saisi\w+|tapez|masukkan|ketik(?:kan)?|gib|"
                  r"geben sie|podaj|wpisz|inserisci|nhập|gir(?:in|iniz))\b[^/<,.]{1,40}$", re.I)
IS = r"\s*(?:[).:=\]-]|(?:to|for|para|pour|per|zum|для)\b)\W*[^\W\d]{2}"
MENU = re.compile(rf"\W*1{IS}.*\W2{IS}")  # 1 to sign in, 2 to leave
# One that names a word, and says what it does: it asks for nothing.
TELLS = re.compile(r"\W*(?:please )?(?:type|enter|write|say|send|use)\s+(?:the word )?(?!\W?(?:pass\w*|pin|code|key|id|"
                   r"(?:nick|user)?name|user|number|age|choice|option|room)\b)\W?\w+\W? to (?:see|list|show|view|leave|"
                   r"quit|exit|stop|end|close|disconnect|log ?out)\b", re.I)
USAGE = re.compile(r".*(?<!\w)[/!\\]\w+ +<[^<>]+>?$")  # of a command, "Name yourself: /nick <name>": no prompt


def holds_back(source):
    """Return whether a script may keep what it prints to itself until the next line, or the next input().

    So Python does with what has no newline at its end (Python docs, sys.stdout): with a prompt that a thread prints.
    """
    return bool(HELD.search(source)) and "flush" not in source


def stem(prompt):
    """Return what a prompt begins with, up to what is only known when it runs."""
    return prompt.partition("...")[0].strip()


def once_more(questions, menu):
    """Return these questions as they are asked of one who has signed up and comes back to the menu, to log in."""
    return [replace(one, again=True, answers={"choice": menu.answers["then"]} if one == menu else one.answers)
            for one in questions if stem(one.prompt)]


def asks(line):
    """Return whether a line asks its reader for something, be it the choice of one of several things."""
    return bool(ASKS.match(line) or MENU.match(line))


def asked_for(text):
    """Return what a line that has come over the network asks for, one of ASKED, None if for nothing."""
    if MENU.match(text):
        return "choice"
    return next((want for want in ASKED if WANTS[want].search(text) and not (
        TELLS.match(text) or USAGE.match(text))), None)


def asked_by_network(d, window):
    """Return what a prompt asks for that came over the network; None if it is no such prompt.

    It stands before the cursor or, where what comes is printed line by line, in the last line that is new but for
    a prompt of the script's own.
    """
    _, script, role, _ = d.pending[window]
    if role == "client" and window is d.clients[-1] and d.wire.sees and holds_back(script.source):
        return asked_last(d)
    prompt = window.screen.lines[window.screen.row].strip()
    news = [line.strip() for line in window.news().splitlines() if line.strip() not in ("", prompt)]
    for line in [prompt, *filter(asks, news[-1:])]:
        asked = line.strip("> ")  # a thread that shows what comes may print into the prompt of another one
        for text in (asked, *(behind(d, asked) if d.wire.sees else ())):
            want = asked_for(text)
            if want and came(d, window, text):
                return want
    return None


def behind(d, line):
    """Return the lines with which this one ends, and that have come, the longest one first.

    A prompt may stand before what a thread shows.
    """
    lines = {text.strip() for data in flows(d.wire.since(0)).values()
             for text in data.decode(errors="replace").splitlines()}
    found = [text for text in lines if ASKS.match(text) and line != text and line.endswith(text)]
    return sorted(found, key=len, reverse=True)


def asked_last(d):
    """Return what the server asks the newest client for, by what it has sent last; None if for nothing."""
    ports, packets = d.server_ports() or (), d.wire.since(0)
    ends = [packet.target if packet.source in ports else packet.source for packet in packets
            if {packet.source, packet.target} & set(ports)]
    newest = list(dict.fromkeys(ends))[-1:]
    last = [packet for packet in packets if newest and newest[0] in (packet.source, packet.target)][-1:]
    text = last[0].data.decode(errors="replace").strip() if last and last[0].source in ports else ""
    line = text.splitlines()[-1] if text else ""
    return asked_for(line) if asks(line) else None


def came(d, window, text):
    """Return whether a text has come over the network; else, whether it is not its own."""
    if d.wire.sees:
        return any(text.encode() in data for data in flows(d.wire.since(0)).values())
    _, script, *_ = d.pending[window]
    return text not in script.source
