"""Candidates: which pairs of programs are tried as a section, and which of those that were tried is the one meant."""
from pathlib import PurePosixPath as Path

from lab12.finder.names import kin
from lab12.finder.pairing import BY_HAND
from lab12.grader import verdict
from lab12.rubric.checks import PASSED


def serves_more(pair, likely):
    """Return the likeliest of these pairs whose server accepts in a loop, where that of this one accepts once; or None.

    It may be the better version of the same program: the one with more marks counts. Two of one name come first.
    """
    once = "accepts once"
    found = [one for one in likely if one.server and one.client and one.server.asks and one.client.asks
             and one.server.kind != "chat" and once not in one.server.mistakes
             and (one.client is pair.client or Path(one.server.path).parent == Path(one.client.path).parent)]
    found.sort(key=lambda one: kin(Path(one.server.path)) != kin(Path(one.client.path)))
    return found[0] if found and pair.server and once in pair.server.mistakes else None


def once_each(pairs):
    """Return these pairs, but of a client that sends by itself now and then, and asks for no message, only the first.

    Another server of the hand-in makes no conversation of that either, and to try it takes half a minute.
    """
    mute = [pair for pair in pairs if pair.client and pair.client.sleeps and not any(
        (pair.client.asks, pair.client.verbs, pair.client.menus, pair.client.by_hand, pair.client.error))]
    first = {id(pair.client): pair for pair in reversed(mute)}
    return [pair for pair in pairs if pair not in mute or first[id(pair.client)] is pair]


def left_to_hand(likely, tried):
    """Return the Section of the likeliest pair if only a person can try it; None if another one is the likeliest.

    That nobody can try it here makes a pair no likelier or unlikelier to be meant.
    """
    scores = [pair.score + BY_HAND * sum(bool(one and one.by_hand) for one in (pair.server, pair.client))
              for pair in likely[:len(tried)]]
    first = scores.index(max(scores))
    return tried[first] if tried[first].verdict == verdict.NOT_MARKED else None


def meant(tried):
    """Return those Sections of which no script has done as well with a partner of its own name: simple_server.py's.

    One with the client of another exercise may get more marks, such as those of that client's stop word. Where a pair
    of one name is of another practical, so is each of the two, unless one talks with another program.
    """
    order = [verdict.BROKEN, verdict.ECHO, verdict.ONE_WAY, verdict.MISSING, verdict.WORKS]
    done = {id(one): order.index(one.verdict) if one.verdict in order else -1 for one in tried}
    named = [one for one in tried if one.server and one.client and kin(Path(one.server)) == kin(Path(one.client)) != ""]
    return [one for one in tried if one in named or not any(
        one.server == other.server or one.client == other.client for other in named
        if done[id(other)] >= done[id(one)])]


def not_aside(tried):
    """Return these Sections, less those in which no message crosses between programs that start, where the server of
    one is of another practical together with another client: a file transfer, beside which a game's client lies.
    """
    aside = {one.server for one in tried if one.verdict == verdict.MISSING and one.server and one.client}
    return [one for one in tried if one.server not in aside or one.verdict != verdict.BROKEN or not any(
        result.name == "starts" and result.outcome == PASSED for result in one.results)]


def prescribed(pairs, names):
    """Return those pairs whose files have these names, server and client; all of them if none has, or none is given."""
    def named(script):
        return script and script.path.rpartition("/")[2]

    return [pair for pair in pairs if [named(pair.server), named(pair.client)] == names] or pairs
