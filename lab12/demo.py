"""Demo plays a conversation through the real scripts: python -m lab12.demo tcp|udp|chat

    >python recvr1.py             >python recvr2.py
    Client {'Heello im deepi'}    Enter Message Heello im deepi
    Enter Reply hey deepi         {'hey deepi'}
    Client {'how are you'}        Enter Message how are you
    Enter Reply im good           {'im good'}
    Client {'im good too'}        Enter Message im good too
    Enter Reply |

Two variables of the environment set its pace:
  PACE=1   as fast as a class can follow; 2 is twice as slow, 0.5 twice as fast, 0 plays at once
  STEP=1   wait for Enter before each turn

The exit status is 0 if every window shows exactly what it should, 1 if one does not, 130 after Ctrl-C.
Where the output is not a terminal, it is plain text: the windows as they look at the end.
"""
import argparse
import math
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Part:
    """One window of a play: who it is, its script, what it shows in the end, and how it has ended by then."""

    name: str
    script: str
    shows: str
    end: str = ""  # or "left", which means with status 0, or "killed"


@dataclass(frozen=True)
class Turn:
    """What happens next: `who` "starts", "types" a text, or "is killed"."""

    who: str
    does: str
    text: str = ""

    def __str__(self):
        return f"{self.who} {self.does} {self.text}".rstrip()


@dataclass(frozen=True)
class Play:
    """A conversation: its windows and its turns.

    `port` is the one that its scripts use if they are told no other. What is compared at the end is all that
    a window has received, to the byte, or, with `redrawn`, what can be seen on its screen: there the line
    that is being typed is drawn anew below each message.
    """

    transport: str
    port: int
    parts: tuple[Part, ...]
    turns: tuple[Turn, ...]
    redrawn: bool = False


def pair(transport):
    """Return the conversation of the practical."""
    server = Part("server", f"{transport}/recvr1.py", """\
Client {'Heello im deepi'}
Enter Reply hey deepi
Client {'how are you'}
Enter Reply im good
Client {'im good too'}
Enter Reply\x20""")
    client = Part("client", f"{transport}/recvr2.py", """\
Enter Message Heello im deepi
{'hey deepi'}
Enter Message how are you
{'im good'}
Enter Message im good too
""")
    return Play(transport, 12345, (server, client), (
        Turn("server", "starts"),
        Turn("client", "starts"),
        Turn("client", "types", "Heello im deepi"),
        Turn("server", "types", "hey deepi"),
        Turn("client", "types", "how are you"),
        Turn("server", "types", "im good"),
        Turn("client", "types", "im good too")))


def chat():
    """Return the conversation of the chat: three come, all talk, one leaves and one is lost."""
    server = Part("server", "tcp/chat_server.py", """\
Client 1 joined
Client 2 joined
Client 3 joined
Client 1 {'hello all'}
Client 2 {'hi 1'}
Client 3 {'I am 3'}
Client 2 left
Client 1 {'anybody?'}
Client 3 left
Client 1 {'bye'}
""")
    one = Part("client 1", "tcp/chat_client.py", """\
Client 2 joined
Client 3 joined
Enter Message hello all
Client 2 {'hi 1'}
Client 3 {'I am 3'}
Client 2 left
Enter Message anybody?
Client 3 left
Enter Message bye
Enter Message""")
    two = Part("client 2", "tcp/chat_client.py", """\
Client 3 joined
Client 1 {'hello all'}
Enter Message hi 1
Client 3 {'I am 3'}
Enter Message exit
""", "left")
    three = Part("client 3", "tcp/chat_client.py", """\
Client 1 {'hello all'}
Client 2 {'hi 1'}
Enter Message I am 3
Client 2 left
Client 1 {'anybody?'}
Enter Message""", "killed")
    return Play("tcp", 12346, (server, one, two, three), (
        Turn("server", "starts"),
        Turn("client 1", "starts"),
        Turn("client 2", "starts"),
        Turn("client 3", "starts"),
        Turn("client 1", "types", "hello all"),
        Turn("client 2", "types", "hi 1"),
        Turn("client 3", "types", "I am 3"),
        Turn("client 2", "types", "exit"),
        Turn("client 1", "types", "anybody?"),
        Turn("client 3", "is killed"),
        Turn("client 1", "types", "bye")), redrawn=True)


PLAYS = {"tcp": pair("tcp"), "udp": pair("udp"), "chat": chat()}


class Stop:
    """What a signal does that is to end the demo: it is noted, and heeded when nothing is half done.

    `number` is that of the signal, once it has come.
    """

    def __init__(self):
        self.number = None
        self.handle(self.note)

    def handle(self, handler):
        for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
            signal.signal(number, handler)

    def note(self, number, _):
        if self.number is not None:
            raise KeyboardInterrupt  # asked twice: what is going on there takes too long
        self.number = number

    def check(self):
        """Raise KeyboardInterrupt if a signal has come."""
        if self.number is not None:
            raise KeyboardInterrupt

    def ignore(self):
        """Let nothing interrupt from now on: it is time to tidy up."""
        self.handle(signal.SIG_IGN)


def main():
    stop = Stop()
    play, lab, pace, step = arguments()
    try:
        from lab12.direction import perform  # only now: it takes a moment, and Ctrl-C should find us prepared
        return perform(play, lab, pace, step, stop)
    except KeyboardInterrupt:
        return 128 + stop.number  # what a shell expects of a program that a signal has ended


def arguments():
    """Return the play, the folder of the scripts, the pace and whether to wait for Enter."""
    parser = argparse.ArgumentParser(prog="python -m lab12.demo", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("play", choices=PLAYS, help="which conversation to play")
    parser.add_argument("--lab", default=HOME, type=Path, metavar="FOLDER",
                        help="the folder with tcp/ and udp/ in it (this kit's own)")
    given = parser.parse_args()
    play, text = PLAYS[given.play], os.environ.get("PACE") or "1"
    try:
        pace = float(text)
    except ValueError:
        pace = math.nan
    if not 0 <= pace < math.inf:
        refuse(f"PACE={text} is not a pace: 1 is normal, 2 twice as slow, 0 plays at once")
    for part in play.parts:
        if not (given.lab / part.script).is_file():
            refuse(f"there is no {part.script} in {given.lab}")
    return play, given.lab, pace, os.environ.get("STEP", "") not in ("", "0")


def refuse(reason):
    print(f"demo: {reason}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    sys.exit(main())
