"""Unasked: why a program does not ask its user for a message, or not again."""
from lab12.finder.flow import heard_in
from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, asks_user, last_name, names_in
from lab12.grader.coroutines import two_readers
from lab12.grader.framed import framing, takes_apart
from lab12.grader.frameworks import watches_no_keyboard
from lab12.grader.locks import lock_twice
from lab12.grader.meeting import both_wait, crossed, early_in_both, hears_early
from lab12.grader.naming import unnamed
from lab12.grader.order import asks_late, shows_late
from lab12.grader.placed import asked_in_default
from lab12.grader.reading import SENDS
from lab12.grader.received import RECEIVES
from lab12.grader.signs import bare_line, bare_of_sign
from lab12.grader.slips import never_started
from lab12.grader.targets import wrong_target
from lab12.grader.unreached import joined_first, never_comes_back, starts_behind_join
from lab12.grader.vain import never_asked
from lab12.grader.wordings import TWICE


def never_typed(source):
    """Return the hint for a program that sends without having asked anybody for it."""
    sent = [part for call in source.of(*SENDS) for one in call.args[:1] for part in walk(one)]
    sent += [part for one in sent for value in source.tree.given.get(last_name(one), ()) for part in walk(value)]
    where = "on the command line" if "argv" in map(last_name, sent) else "in the program"
    return f"{source.at(*SENDS)}what is sent stands {where}, and nobody is asked: have its user type each message, " \
        "with input() in a loop."


def sends_its_own(source):
    """Tell whether a program sends what nobody has typed, and what has not come to it: a text of its own."""
    heard = heard_in(source.tree)
    return any(not names_in(one) & heard and not any(map(asks_user, walk(one)))
               for call in source.of(*SENDS) for one in call.args[:1])


def nobody_asked(result, source, other):
    """Return what is wrong where a script does not ask its user for a message."""
    if "has ended with status 0" in result.seen and (never := never_asked(source)):
        return never
    if "has ended with status 0" in result.seen and not source.of("input") and source.calls(*SENDS):
        return never_typed(source)
    if "has ended with status 0" in result.seen and not source.of("input"):
        return f"{source.name}: it asks nobody for anything, and ends: have its user type each message, with input() " \
            "in a loop, and send it."
    if "has ended with status 0" in result.seen:
        then = "Is the loop around this meant to end so soon?" if source.loops("input") else \
            "Put a loop around asking, sending and receiving."
        return f"{source.at('input')}it asks here, and not again: after its last line a program ends. {then}"
    if source.role == "server" and (named := unnamed(source, other)):
        return named
    for look in wrong_target, never_asked, never_started, asks_late, asked_in_default:
        if never := look(source):
            return never
    if waits := joined_first(source) or starts_behind_join(source) or never_comes_back(source):
        return waits
    if waits := watches_no_keyboard(source):
        return waits
    waits = [words for words in result.waits if words.startswith(f"the {source.role}")]
    both = any("each waits for another" in words for words in result.waits)
    if not {"makefile", "readline"} & source.tree.words and any("the network" in words for words in waits) and (
            twice := other.mistake("sends twice")):
        return twice + TWICE
    mine = (words for words in result.waits if words.startswith((f"the {source.role} ", f"{source.role} ")))
    if any(words.endswith("waits for the network") for words in mine) and (
            together := takes_apart(source, other) or takes_apart(other, source)):
        return together
    if any("the network" in words for words in waits) and (locked := lock_twice(other)):
        return locked
    if twice := two_readers(source):
        return twice
    if not {"input", "raw_input"} & source.tree.words and not source.of("input"):
        return source.at("connect", "socket") + "ask for a message with input() as soon as the client is connected."
    if any("the network" in words for words in waits) and other.bare_words and (told := framing(other, source)):
        return told
    if any("the network" in words for words in waits) and (
            told := bare_of_sign(other, source) or bare_line(other, source)):
        return told
    if any("the network" in words for words in waits) and (late := shows_late(source)):
        return late
    if both and (met := both_wait(*((source, other) if source.role == "server" else (other, source)))):
        return crossed(met, source, other)
    if source.script and not source.script.asks and sends_its_own(source):
        return f"{source.at(*SENDS)}what is sent here stands in the program, and its user is asked for no message: " \
            "have each one typed, with input() in a loop."
    greets = any(not other.tree.above(call, LOOPS) for call in other.of(*SENDS))
    if not (both and greets) and (early := hears_early(source)):
        return f"{early}it waits here for a message before it asks its user for one. One of the two must speak first."
    if both and (met := early_in_both(source, other)):
        return met
    if both or any("the network" in words for words in waits):
        other_too = f", and {other.place(*RECEIVES)} too" if both and other.calls(*RECEIVES) else ""
        return f"{source.receives}it waits here for a message before it asks its user for one{other_too}. One of the " \
            "two must speak first."
    if source.script and not source.script.asks and source.calls(*SENDS):
        return f"{source.at(*SENDS)}what is sent here stands in the program, and its user is asked for no message: " \
            "have each one typed, with input() in a loop."
    return f"{source.at('input')}it does not come to this line, where it asks its user."
