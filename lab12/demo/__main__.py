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

A third one shows the network between the windows:
  WIRE=1            each packet as an arrow, with its text, and what both sides wait for
  WIRE=talk.pcapng  the same, and the packets in this file, for Wireshark

Over UDP the network may be a bad one, which is then shown as well:
  LOSS=30  of a hundred datagrams so many are lost on the way (udp/lossy.py)
  SEED=7   which of them: the same ones each time

The exit status is 0 if every window shows exactly what it should, 1 if one does not, 130 after Ctrl-C.
Where the output is not a terminal, it is plain text: the windows as they look at the end.
"""
import os
import signal
import sys

# The rest is imported when Stop stands ready: it takes a tenth of a second, in which Ctrl-C may come too.


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
    try:
        scenario, wishes = arguments()
        from lab12.demo.player import play
        return play(scenario, wishes, stop)
    except KeyboardInterrupt:
        return 128 + stop.number  # what a shell expects of a program that a signal has ended


class Wishes:
    """What was asked for: the folder of the scripts, the pace, whether to wait for Enter, the wire."""

    def __init__(self, lab, pace, step, wire):
        self.lab, self.pace, self.step = lab, pace, step
        self.wire = wire not in ("", "0")
        self.file = wire if wire not in ("", "0", "1") else None


def arguments():
    """Return the scenario, and the Wishes."""
    import argparse
    import math
    from pathlib import Path

    from lab12 import HOME
    from lab12.demo.scenarios import SCENARIOS

    parser = argparse.ArgumentParser(prog="python -m lab12.demo", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", choices=SCENARIOS, help="which conversation to play")
    parser.add_argument("--lab", default=HOME, type=Path, metavar="FOLDER",
                        help="the folder with tcp/ and udp/ in it (this kit's own)")
    given = parser.parse_args()
    scenario, text = SCENARIOS[given.scenario], os.environ.get("PACE") or "1"
    lossy = bad_network(given.scenario)
    scenario = lossy or scenario
    try:
        pace = float(text)
    except ValueError:
        pace = math.nan
    if not 0 <= pace < math.inf:
        refuse(f"PACE={text} is not a pace: 1 is normal, 2 twice as slow, 0 plays at once")
    for part in scenario.parts:
        if not (given.lab / part.script).is_file():
            refuse(f"there is no {part.script} in {given.lab}")
    wire = os.environ.get("WIRE") or "1" * bool(lossy)
    wishes = Wishes(given.lab, pace, os.environ.get("STEP", "") not in ("", "0"), wire)
    if wishes.file:
        folder, name = os.path.split(wishes.file)
        if not name.endswith(".pcapng"):
            refuse(f"WIRE={wishes.file} is neither 1 nor the name of a file that ends with .pcapng")
        if not os.access(folder or ".", os.W_OK) or os.path.isdir(wishes.file):
            refuse(f"WIRE={wishes.file} cannot be written")
    return scenario, wishes


def bad_network(name):
    """Return the scenario on the bad network that was asked for, None if it was not."""
    loss, seed = os.environ.get("LOSS", ""), os.environ.get("SEED") or "1"
    if not loss:
        if os.environ.get("SEED"):
            refuse(f"SEED={seed} says which datagrams are lost: LOSS=30 says how many of a hundred")
        return None
    if name != "udp":
        refuse(f"LOSS={loss} is for the demo over UDP: TCP sends again what was lost")
    try:
        percent = float(loss)
    except ValueError:
        percent = -1.0
    if not 0 <= percent <= 100:
        refuse(f"LOSS={loss} is not a percentage, 0 to 100")
    try:
        number = int(seed)
    except ValueError:
        refuse(f"SEED={seed} is not a whole number")
    from lab12.demo.badnetwork import lossy_pair
    return lossy_pair(percent / 100, number)


def refuse(reason):
    print(f"demo: {reason}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    sys.exit(main())
