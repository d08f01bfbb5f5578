"""Words: what is seen of a window, said so that it is the same each time the same happens."""
import re
from pathlib import Path

# The bare word is no error of Python's: so a program says in words of its own what is wrong.
ERRORS = re.compile(r"^(?!(?:Error|Exit|error|timeout)\b)(?:\w+\.)*(\w*(?:Error|Exception|Interrupt|Exit|error|timeout)"
                    r"\b.*)$", re.M)
TRACEBACK = re.compile(r"Traceback \(most recent call last\):\n(?:[ \t].*\n)*.*")
# Python aborts if a daemon thread happens to print at the moment when the program ends: chance decides, not its author.
AT_THE_END = "at interpreter shutdown, possibly due to daemon threads"
PASSED_ON = ", though the server has sent it"  # of what a client of a chat does not show
OWN_ADDRESS = "this computer's own address"  # where a server waits that has asked for it
CHANCE = 8  # letters: a shorter piece of a text may stand on a screen by chance
# What the end of the other program, or of its user's patience, brings about.
CONNECTION = re.compile(r"^(?:ConnectionRefused|ConnectionReset|ConnectionAborted|BrokenPipe|SSLEOF|EOF)Error"
                        r"|^KeyboardInterrupt|^OSError: Multiple exceptions: .*Connect call failed")
# What Python writes before the traceback of a thread; its last line may stand behind a prompt that came between.
HEAD = re.compile(r"^Exception (?:ignored )?in .*$", re.M)
HEADS = re.compile(r"^Exception (?:ignored )?in ")
OWN = re.compile(r"Traceback \(most recent call last\):\n(?:[ \t].*\n)*((?:\w+\.)*[A-Z]\w*(?:: .*)?)$", re.M)
BEHIND = re.compile(r"(?<![\w.])((?:\w+\.)*\w*(?:Error|Exception|Interrupt)(?:: .*)?)$", re.M)
PLACES = re.compile(r'File "([^"]*)", line (\d+)')
HANDLED = "\nDuring handling of the above exception, another exception occurred:\n"
TAKEN = re.compile(r"OSError: .*(?:Address already in use|Only one usage of each socket address)")
SLIP = re.compile(r"(?:Type|Attribute|Name|UnboundLocal)Error\b")


def the(window):
    """Return the name of a window as it stands in a sentence."""
    return window.name if window.name[-1:].isdigit() else f"the {window.name}"


def doing(window):
    """Return in words what a script waits for, or how it ended: with the line of its own that failed."""
    error = crash(window)
    if window.unsettled and window.unsettled.startswith(("starts", "uses")):
        return f"was ended by the grader: it {window.unsettled}"
    if window.alive() and window.unsettled:
        if "runs on" not in window.unsettled:
            return window.unsettled
        if of_connection(error) or crashes(window) == window.errors_before:  # else it spins since that error has come
            return "spins: 100 % of a core, and waits for nothing"
    if not window.alive() and AT_THE_END in window.screen.text:
        return "has ended with status 0"
    if error:
        return f"has ended: {error}" if not window.alive() else f"goes on, {after(window, error)}: {error}"
    return window.doing()


def after(window, error):
    """Return in words where an error was that has not ended a program: in a thread, a task, or its main thread."""
    before = window.told.rpartition("Traceback (most recent call last)")[0].rstrip().splitlines()[-3:]
    if any("Task exception was never retrieved" in line for line in before):
        return "after an error in a task"
    if before and re.search(r"Exception (?:ignored )?in thread", before[-1]):
        return "after an error in a thread"
    return "though its main thread has ended" if error.startswith("KeyboardInterrupt") else "after an error"


def crash(window):
    """Return the error that ended a script or one of its threads, with the line in the student's own file; or None."""
    text = window.told
    if "Traceback (most recent call last)" not in text and not window.error():
        return None
    text = up_to_slip(text)
    errors = ERRORS.findall(text)
    places = [(Path(file), line) for file, line in PLACES.findall(text)]
    own = [(file.name, line) for file, line in places
           if "<" not in str(file) and not re.search(r"/lib(64)?/.*python3", str(file))]
    if not errors or HEADS.match(errors[-1]):
        errors += BEHIND.findall(text.rpartition("Traceback (most recent call last)")[2])
    if not errors or HEADS.match(errors[-1]):  # one whose name does not say that it is an error: queue.Empty
        errors += OWN.findall(text)[-1:]
    what = errors[-1].rstrip().rstrip(":") if errors else "an error"
    if not own:
        return what
    file, line = own[-1]
    started = next((Path(word).name for word in window.terminal.command[1:2] if word.endswith(".py")), own[0][0])
    return f"{what}, line {line}" + (f" of {file}" if file != started else "")


def up_to_slip(text):
    """Return what a window has told up to its last error; up to the one before, if that is a slip of the program's.

    What was to handle the slip has failed in its turn: "error: " + e. Of what was expected, such as a ValueError, or of
    a connection that is over, the handling itself is the fault. Where a port is taken, so that nothing was made that a
    finally closes, that comes first, too.
    """
    before, handled, after = text.rpartition(HANDLED)
    last, then = ERRORS.findall(before)[-1:], ERRORS.findall(after)[-1:]
    alone = after.count("Traceback (most recent call last)") == 1
    first = last and (SLIP.match(last[0]) or TAKEN.match(last[0]) and then and SLIP.match(then[0]))
    return up_to_slip(before) if handled and alone and first else text


def crashes(window):
    """Return how often an error has ended a script or one of its threads: each may be the same."""
    return window.told.count("Traceback (most recent call last)")


def of_connection(error):
    """Return whether an error only says that the other program has gone, or is not there; True for none."""
    return not error or bool(CONNECTION.search(error))


def shows(window, text):
    """Return whether the last step has brought this text onto a screen, whatever is around it but a traceback."""
    news = TRACEBACK.sub("", window.news()).casefold()
    forms = text, repr(text.encode())[2:-1], ascii(text)[1:-1], repr(text)[1:-1]
    return any(form.casefold() in news for form in forms)


def how_much(window, text):
    """Return in words how much of a long text the last step has brought onto a screen, in however many pieces."""
    rest, told = window.news(), 0
    while told < len(text):
        size = 0
        while told + size < len(text) and text[told:told + size + 1] in rest:
            size += 1
        if size < min(CHANCE, len(text) - told):
            break
        rest, told = rest.partition(text[told:told + size])[2], told + size
    if told == len(text):
        return "it shows them in pieces, not as one message"
    return f"it shows about {how_many(told):,} of them" if told else window.shown_words()


def how_many(letters):
    """Return a number of letters as it is told: what a program writes before a text may be longer the next time."""
    return round(letters, -2 if letters > 100 else -1)


def line_with(window, text):
    """Return the line of the last step in which a window shows this text, '' if none does."""
    return next((line for line in window.news().splitlines() if text in line), "")


def seen(window, author):
    """Return in words what came of a message that was not shown."""
    failed = [one for one in (window, author) if not one.alive() and crash(one)]
    if failed or not window.alive():
        one = failed[0] if failed else window
        return f"{the(one)} {doing(one)}"
    news = window.news()
    if TRACEBACK.search(news) and not "".join(re.sub(HEAD, "", TRACEBACK.sub("", news)).split()):
        return "it shows nothing new but an error"
    return window.shown_words()
