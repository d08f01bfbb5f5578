"""Accounts are the users and passwords that a hand-in keeps in a file beside its scripts: users.json, users.csv."""
import json
import re
from pathlib import PurePosixPath

from lab12.finder.credentials import COMMON

NAMED = re.compile(r"[\"']([\w./-]+\.(?:json|csv|txt|dat))[\"']")  # a file, in a source
USER = re.compile(r"user(?:_?name)?|login|usu[aá]rio|benutzer\w*|utilisateur", re.I)
NAME = re.compile(r"name|nick(?:name)?|nome?|nombre", re.I)
LINE = re.compile(r"\s*([^\s,;:|]+)\s*[,;:|\t ]\s*([^\s,;:|]+)\s*")  # of a text: a name, a password, nothing else
HASH = re.compile(r"(?:[0-9a-fA-F]{32,}|\$\w{1,8}\$.*|(?:pbkdf2|scrypt|sha\d+)[:$].*)")  # of a password, not one
LARGEST = 65536  # bytes of such a file


def look_up_accounts(folder, scripts):
    """Give each script that asks for a password, and has no accounts in its source, those of a file that it names.

    `folder` is the hand-in's. What is no such file, or holds nothing but hashes, is passed over.
    """
    for script in scripts:
        if script.role and not script.accounts and not script.password and COMMON.search(script.source):
            for name in dict.fromkeys(NAMED.findall(script.source)):
                if not script.accounts:
                    script.accounts = read_accounts(folder, PurePosixPath(script.path).parent / name)


def read_accounts(folder, name):
    """Return {user: password} of a file in this folder, {} if there are none."""
    text = text_of(folder, name)
    try:
        pairs = of_json(json.loads(text))
    except (ValueError, RecursionError):
        pairs = of_lines(text.splitlines())
    return {user: word for user, word in pairs if not HASH.fullmatch(word)}


def text_of(folder, name):
    """Return what a file in this folder holds; '' if there is none, or it is large."""
    try:
        path = (folder / name).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file() or path.stat().st_size > LARGEST:
            return ""
        return path.read_text("utf-8-sig", "replace")
    except (OSError, ValueError):
        return ""


def of_json(data):
    """Return (user, password) of {user: password}, {user: {"password": ...}}, and a list of both together."""
    inner = next(iter(data.values())) if isinstance(data, dict) and len(data) == 1 else None
    if isinstance(inner, (dict, list)) and (found := of_json(inner)):
        return found
    if isinstance(data, dict) and all(isinstance(word, str) for word in data.values()):
        return list(data.items())
    if isinstance(data, dict):
        return of_cards({"user": user, **card} for user, card in data.items() if isinstance(card, dict))
    return of_cards(card for card in data if isinstance(card, dict)) if isinstance(data, list) else []


def of_cards(cards):
    """Return (user, password) of cards that have both, under whatever names."""
    found = []
    for card in cards:
        users = [value for kind in (USER, NAME) for name, value in card.items() if kind.fullmatch(str(name))]
        words = [value for name, value in card.items() if COMMON.fullmatch(str(name))]
        if users and words and isinstance(users[0], str) and isinstance(words[0], str):
            found.append((users[0], words[0]))
    return found


def of_lines(lines):
    """Return (user, password) of a text, each line of which has these two; [] of any other."""
    rows = [LINE.fullmatch(line) for line in lines if line.strip()]
    pairs = [row.groups() for row in rows if row]
    if len(pairs) < len(rows):
        return []
    headed = bool(pairs) and any(kind.fullmatch(pairs[0][0]) for kind in (USER, NAME))
    return pairs[headed:]
