"""The recorder: a stage that notes down each step in words that do not depend on which program was faster."""
import re
import signal
import time

from lab12.driver.alternating import Alternation
from lab12.driver.speaker import Speaker
from lab12.driver.words import TRACEBACK, crash, doing, line_with, shows, the
from lab12.stage.polling import ready
from lab12.stage.settling import SPELLS
from lab12.stage.stage import Stage
from lab12.wire.capture import holds
from lab12.wire.owners import ports_of

WORD = 4     # letters at least: a shorter text, such as the stop word q, stands in many a line by chance
LONG = 200   # letters: what is longer is not quoted
LINES = 6    # of a screen that are quoted
HEAD = 60    # letters of a line that is too long to be quoted
# What a program says itself of an error or of what it wants.
COMPLAINT = re.compile(r"\b(?:err(?:or)?|exception|errno|failed|cannot|can't|invalid|refused|please|usage|never awaited"
                       r"|unknown command|wrong|incorrect[ao]?|incorret[ao]|denied|falsch\w*|неверн\w*|errat[ao]"
                       r"|erro|erreur|errore|fehler|hata|ошибка|gagal|salah|inv[aá]lid[ao]|fallid[ao]|échec|lỗi|yanlış"
                       r"|not (?:a )?valid|no such (?:user|client|person|room)"
                       r"|n(?:o|')t (?:connected|online|logged in|found|registered|exist)"
                       # what Python says of an error, printed by itself: print(error), and of what was not called
                       r"|built-in method|bound method|coroutine object"
                       r"|has no attribute|is not defined|positional arguments?|bytes-like|unsupported operand"
                       r"|not callable|can only concatenate|must be (?:str|int|tuple|bytes|real number)"
                       r"|out of range|not enough values|too many values|not in list"
                       r"|expecting (?:value|property name)|extra data|unterminated string|not subscriptable"
                       r"|not json serializable|requires a buffer|before assignment|not associated with a value"
                       r"|not iterable|during iteration|literal for int|incorrect padding)\b"
                       r"|失败|失敗|错误|錯誤|エラー|오류|실패", re.I)
RESENDS, RESEND = 5, 5.0  # time limits that go off for one message, and their seconds, at most
MARGIN, LATE = 0.05, 5.0  # seconds after which a time limit has gone off, and on a computer however busy
SOON = 0.005  # seconds between two looks at one that is late
OTHERWISE = "otherwise"  # among what is known of processes: what they sent after a sleep was nothing that was typed
TURN = 2       # notes: the client's message and the reply, or the start of both
LATE_BY = 1.0  # seconds after which a message is not shown as soon as it comes
SLEEPS = 3     # sleeps after which one that looks round has seen what came in another way than by the network

KEY = "you press Ctrl-"  # a signal for one that is held is taken by any of its threads once it goes on (signal(7))
KILLED = "Killed"
ALL_KILLED = "all of them are killed"  # one that sees another go may end by itself before: chance decides


class Recorder(Stage):
    """A stage whose `notes` are (action, what came of it); `watched` is the text that was typed last.

    Where one sends twice in a row the programs have their turns one after the other: it `alternates`.
    Where all talk `at_will` a message may come before, into or after the next prompt: prompts are not quoted then.
    """

    window = Speaker
    driver = None  # whose stage it is

    def __init__(self, *arguments, at_will=False, alternates=False, **options):
        super().__init__(*arguments, **options)
        self.alternation = Alternation(self) if alternates and self.asks_kernel else None
        self.notes, self.watched, self.said, self.at_will = [], None, [], at_will
        self.naps = 0.0  # seconds for which a program may sleep between two looks for what has come, beside its user
        self.awaits_resend = True  # what was typed may be shown once it is sent again
        self.known = {}  # window -> what it was last said to do in the steps
        self.given = ""  # what was typed last: the text that is watched for, and what the program wants before it
        self.passes_on = True  # what was typed last is a message, which a server may pass on once it has slept
        self.by = None  # the window in which the last step was done
        self.tape, self.marks = None, []  # if what crosses the wire is wanted: a Tape, and its entries before each note
        self.typed = {}    # (window, line as it stands there) -> text that was typed
        self.asked = {}    # window -> with which texts it asks, as its source tells
        self.prompts = {}  # window -> what stood before its cursor when something was typed anywhere first

    def run(self, command, name, **options):
        mark = len(self.tape.entries) if self.tape else 0
        if self.tape:
            self.tape.act(name, "is started")
        if self.alternation:
            self.alternation.hold()
        window = super().run(command, name, **options)
        self.note(mark, f"{window.name} is started", f"it {doing(window)}")
        return window

    def tape_act(self, action, by=None):
        """Have the tape know what is about to be done; return how many entries it has had."""
        if not self.tape:
            return 0
        mark, names = len(self.tape.entries), [end.name for end in (*self.windows, *self.peers)]
        acting = [name for name in names if action.startswith(f"{name} ")]
        who = by.name if by else max(acting, key=len, default=names[0])
        words = re.sub(r"^you (type|press)", r"\1s", action.removeprefix(f"{who} ").removesuffix(f" in {who}"))
        self.tape.act(who, words.replace("presss", "presses"))
        return mark

    def note(self, mark, action, outcome):
        """Note what was done and what came of it, and where on the tape that begins."""
        if self.tape:
            self.tape.rest(ask=False)
        self.notes.append((action, outcome))
        self.marks.append(mark)

    def note_again(self, window):
        """Note down anew what came of the start of a window, which was the last step: more has come of it since."""
        self.notes[-1] = f"{window.name} is started", f"it {doing(window)}"
        if self.tape:
            self.tape.rest_again()

    def kill(self, windows):
        """Kill these windows, which are all that run, at once."""
        if self.tape:
            self.tape.kill()
        for window in windows:
            window.kill()

    def pictured(self, start):
        """Return the record of the ladder since so many notes, of the last TURN if there are no more than so many.

        None where nobody wants it, or nobody can look, or nothing was done.
        """
        if not self.tape or not self.tape.sees or not self.notes:
            return None
        self.tape.rest()
        start = start if start < len(self.notes) else max(0, start - TURN)
        return self.tape.ladder(self.marks[start]).record()

    def forget(self, window, notes):
        """Take a window off the stage, and the notes since there were so many, as if it had never been there."""
        self.windows.remove(window)
        if self.tape:
            self.tape.forget(self.marks[notes])
        del self.notes[notes:], self.marks[notes:]
        window.close()

    def step(self, action, act=lambda: None, by=None):
        mark, self.by = self.tape_act(action, by), by
        were_alive = [window for window in self.windows if window.alive()]
        if by and self.watched:
            for window in self.windows:
                self.prompts.setdefault(window, window.screen.lines[window.screen.row])
            self.typed[by, by.screen.lines[by.screen.row] + self.given] = self.given
        sent = self.driver.wire.read() if by and self.watched is not None else 0
        super().step(action, act if action.startswith(KEY) else self.holding(act), by)
        told = []
        if by and self.watched and any(w.processes.sleeping() for w in self.windows) and not self.shown_by(by):
            self.settle(SLEEPS)
        for _ in range(SPELLS if by and self.watched else 0):
            if self.shown_by(by) or not any(w.alive() and w.processes.spins for w in self.windows):
                break
            self.settle()
        if by and self.awaits_resend and not self.network.is_cut and self.unheard(by):
            self.wait_for_resend(by, sent)
        if by and self.watched and self.naps:
            self.wake_up(by)
        if by and self.watched and len(self.watched) >= WORD:
            self.said.append(self.watched)
            told = [self.shown(window) for window in self.shown_by(by) if window in were_alive]
            told = told or ["nobody shows it" if len(self.watched) < LONG else "nobody shows all of it"]
        told += [f"{the(window)} {doing(window)}" for window in were_alive
                 if not window.alive() and not (action.startswith(ALL_KILLED)
                                                or "killed" in action and window.terminal.status == -9)
                 or window.alive() and (window.unsettled or crash(window)) and self.is_news(window)]
        self.note(mark, action, "; ".join(told))

    def is_news(self, window):
        """Return whether a window does something else than was last said of it."""
        before, self.known[window] = self.known.get(window), doing(window)
        return self.known[window] != before

    def holding(self, act):
        """Return what is to be done, with all programs held before that which are to take turns after it."""
        def done():
            self.alternation.hold()
            act()
        return done if self.alternation else act

    def settle(self, sleeps=1):
        if self.alternation and self.alternation.held:
            self.alternation.take_turns(super().settle)
        return super().settle(sleeps)

    def wake_sleepers(self):
        """Wait until each thread that sleeps for a while has woken: it may do then what there is to do."""
        if naps := self.naps_left():
            self.pause(max(naps))

    def wake(self, window):
        """Wait until each thread of a window that sleeps for a while has woken: it may look then whether to end."""
        nap = window.processes.nap() if window.alive() and not window.unsettled else None
        if nap and nap <= RESEND:
            self.pause(nap)

    def naps_left(self):
        """Return the seconds after which threads wake that only sleep, unless what comes of that is known for nothing.
        """
        return [nap for window in self.windows if window.alive() and not window.unsettled and OTHERWISE not in (
            window.processes.polls) and (nap := window.processes.nap()) and nap <= RESEND]

    def wait_for_resend(self, author, mark):
        """Let a time limit go off in which a window waits for an answer, as long as the message is sent again then.

        It was sent first after that mark on the wire. What goes on besides, such as "I am here", is waited for once.
        So is a thread beside the author that only sleeps: a message it may pass on then, but a server's heart beat says
        nothing of it, nor of a word that ends something.
        What has come to one of ours is not waited for: we answer when it is our turn.
        """
        wire, begun = self.driver.wire, time.monotonic()
        ours = ports_of(self.peers)
        if self.watched and any((packet.transport, packet.target) in ours and holds(packet.data, self.watched)
                                for packet in wire.since(mark)):
            return
        known = {packet.data for packet in wire.packets[:mark]}
        plain = bool(self.watched) and any(holds(packet.data, self.watched) for packet in wire.since(mark))
        for _ in range(RESENDS):
            limits = [limit for window in self.windows if window.alive() and not window.unsettled
                      and "network" in window.processes.kinds()
                      and (limit := window.processes.limit(asleep=window is author or self.passes_on and (
                          OTHERWISE not in window.processes.polls)))]
            sleep = [window.processes for window in self.windows if window is not author and window.processes.sleep()]
            traffic, mark, printed = self.network.traffic(), wire.read(), self.printed()
            if not limits or min(limits) > RESEND or not self.unheard(author):
                return
            self.pause(max([min(limits), *(self.naps_left() if self.passes_on else ())]))
            if self.network.traffic() == traffic:
                return
            again = any(holds(packet.data, self.watched) if plain else packet.data not in known
                        for packet in wire.since(mark))
            if not again and self.printed() == printed:
                for processes in sleep:
                    processes.polls.add(OTHERWISE)
            if not again and time.monotonic() - begun > max(limit for limit in limits if limit <= RESEND):
                return

    def printed(self):
        """Return how much each window has printed."""
        return [window.terminal.total for window in self.windows]

    def wake_up(self, author):
        """Wait for threads that sleep before they look for what has come, in windows that do not show it.

        The server of a chat may show it, and pass it on only then.
        """
        late = [window for window in self.windows if window is not author and not shows(window, self.watched)]
        if late and self.driver.roles.kind == "chat" and self.driver.server not in (None, author, *late):
            late.append(self.driver.server)
        limits = [limit for window in late if window.alive() and not window.unsettled
                  and self.driver.pending[window][1].naps and (limit := window.processes.limit())]
        if limits and max(limits) <= self.naps:
            self.pause(max(limits))
            if self.naps >= LATE_BY and self.shown_by(author):
                self.driver.facts |= {"naps": f"{self.naps:g} seconds", "pauses": True, "dawdles": True}

    def pause(self, seconds):
        """Wait so long, and until all that go on by themselves within that time have done so, and rest again."""
        begun = time.monotonic()
        waking = [(window.processes, window.processes.waking(seconds)) for window in self.windows if window.alive()]
        while (left := begun + seconds + MARGIN - time.monotonic()) > 0 or left > -LATE and any(
                processes.sleep_on(threads) for processes, threads in waking):
            heard = [window.terminal.descriptor for window in self.windows if not window.terminal.hung]
            ready(heard, max(left, SOON))
            self.settle()
        self.settle()  # the last of them may have just begun
        self.bounded += time.monotonic() - begun

    def unheard(self, author):
        """Return whether no other window shows what was typed last; of an empty line, whether it is nobody's turn then.
        """
        if self.watched == "":
            return not any(window.asks() for window in self.windows if window is not author)
        return bool(self.watched) and not self.shown_by(author)

    def shown_by(self, author):
        """Return the windows that show what was typed last in another one."""
        return [window for window in self.windows if window is not author and shows(window, self.watched)]

    def shown(self, window):
        """Return in words how a window shows what was typed in another one."""
        line = self.bare(window, line_with(window, self.watched))
        return f"{the(window)} shows {line!r}" if line and len(line) < LONG else f"{the(window)} shows it"

    def bare(self, window, line):
        """Return a line of a window's screen without the window's own prompt, if its users talk at will.

        Two threads may each have printed it, so it may stand there twice, or not at all: chance decides, of "> " too.
        """
        prompt, whole = self.prompts.get(window, "") if self.at_will else "", None
        for text in self.asked.get(window, ()) if self.at_will else ():
            line = line.removeprefix(text)
        while whole != line and prompt.strip():
            whole, line = line, line.removeprefix(prompt).removesuffix(prompt).removesuffix(prompt.rstrip())
        return line

    def screens(self, windows):
        """Return what each of these windows shows of a conversation: the last lines of it, and what came last.

        These are lines with something that was typed, and complaints of the program itself. Of a pair it is also what
        the last step brought, such as a message that nobody sent. "..." stands for lines that are left out.
        """
        return {window.name: self.quote(window) for window in windows}

    def tells(self, window, line):
        """Return what is to stand in a ladder of a line that has come onto a screen: in a chat as in `screens`.

        What else a chat shows it may have had in one piece or in two: that is up to chance. So is whether one thread
        has shown the word to leave when another one sees that the other side has gone, and ends the program.
        """
        told = not self.at_will or COMPLAINT.search(line) or any(text[:HEAD] in line for text in self.said)
        if self.at_will and self.by is window and not window.alive() and self.given and self.given in line:
            return ""
        return self.bare(window, line).rstrip() if told else ""

    def is_of(self, line, text):
        """Tell whether a line shows a text: a long one by its beginning, or as a piece of it.

        Where the pieces of what a chat's server passes on end is up to chance.
        """
        piece = line[-HEAD:] if len(text) >= LONG and self.driver.roles.kind == "pair" else ""
        return text[:HEAD] in line or len(piece) == HEAD and piece in text

    def quote(self, window):
        shown = left_on(window)
        lines = TRACEBACK.sub("", "\n".join(shown)).split("\n")[:-1]
        news = [] if self.at_will or window.unsettled else window.news().splitlines()[-LINES:]
        told, left_out = [], False
        for number, line in enumerate(lines):
            whole = line.rstrip()
            if any(self.is_of(line.rstrip(), text) for text in self.said) or COMPLAINT.search(line) or (
                    number >= len(lines) - len(news) - 1 and whole in news):
                whole = self.bare(window, self.typed.get((window, line), line)) if self.at_will else line
                told += ["..."] * bool(left_out and told and not self.at_will)
                told.append(whole if len(whole) < LONG else f"{whole[:HEAD]} ...")
                left_out = False
            elif whole.strip(" >:"):
                left_out = True
        if not (self.at_will or self.said or told or window.alive()):  # that is why it has not gone on
            told = [line.rstrip()[:LONG] for line in lines if line.strip()][-1:]
        told = told[-LINES:] if told[-LINES:][:1] != ["..."] else told[1 - LINES:]
        told = told or self.last_words(window, lines)
        return [*told, *([] if window.unsettled or self.at_will else [shown[-1][:LONG]])]

    def last_words(self, window, lines):
        """Return [the last line] that a chat's program has shown before it ended by itself, in whatever words; else [].

        One that nobody has said anything to yet has one thread that shows something: chance decides nothing.
        """
        if not self.at_will or window.alive() or window.terminal.status < 0 or crash(window):
            return []
        last = next((line for line in reversed(lines) if line.strip()), "")
        return [last.rstrip()[:LONG]] if last and (window, last) not in self.typed else []


def left_on(window):
    """Return the lines on a window's screen, without the word with which a shell tells that it was killed.

    That comes a moment later, or never.
    """
    lines = list(window.screen.lines)
    if not window.alive() and window.terminal.status == -signal.SIGKILL:
        if lines[-1] == "" and len(lines) > 1 and lines[-2].endswith(KILLED):
            lines.pop()
        lines[-1] = lines[-1].removesuffix(KILLED)
    return lines
