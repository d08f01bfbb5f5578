"""Bench measures the chat server beside its peers, a turn on the stage, a pair back and forth, and marking.

    $ make bench                                     five minutes; the table appears at the end
    $ python -m lab12.bench --json FILE --svg FILE   the same, and all figures, and a chart

All figures are medians, and those of the servers are compared within a round: whatever else the computer does
at that moment slows down all of them. Nothing leaves 127.0.0.1.
"""
import argparse
import json
import os
import platform
import statistics
import sys
from pathlib import Path

from lab12.bench import chart, marking, servers
from lab12.bench.turns import back_and_forth, turns
from lab12.stage.waiting import available

CELLS = ["10/10", "100/10", "100/100"]  # clients / those of them that talk


class Parser(argparse.ArgumentParser):
    """A parser that says in one line what is wrong."""

    def error(self, message):
        self.exit(2, f"bench: {message}\n")


def main():
    options = arguments()
    names, missing = servers.present()
    names = [name for name in names if not options.servers or name in options.servers]
    result = {"machine": machine(), "rounds": options.rounds, "seconds": options.seconds, "missing": missing,
              "cells": [], "pairs": {}, "marking": {}, "check50": None, "bounds": []}
    marked = marking.HAND_INS if available() else {}
    progress = Progress(len(options.cells) * options.rounds * len(names) + 6 + len(marked))
    try:
        with servers.workshop() as folder:
            for clients, speakers in options.cells:
                result["cells"].append(compare(clients, speakers, names, folder, options, progress))
        for transport in "tcp", "udp":
            result["pairs"][transport.upper()] = pair(transport, options.turns, progress)
        for name in marked:
            progress.step(f"marking {name}")
            result["marking"][name] = marking.compare_apart(name, 5 * options.rounds)
        if marked:
            progress.step("marking, and check50")
            result["check50"] = marking.beside_check50(options.rounds)
            progress.step("marking the zoo")
            result["bounds"] = marking.waits_of(options.hand_ins)
    except KeyboardInterrupt:
        progress.end()
        sys.exit(130)
    progress.end()
    print(chart.table(result))
    for path, text in (options.json, json.dumps(result, indent=1) + "\n"), (options.svg, chart.svg(result)):
        if path:
            path.write_text(text, encoding="utf-8")


def compare(clients, speakers, names, folder, options, progress):
    """Return the runs of all servers in one cell, round by round."""
    runs = {name: [] for name in names}
    for number in range(options.rounds):
        for name in names:
            progress.step(f"{clients} clients, {speakers} talk, round {number + 1}: {name}")
            try:
                with servers.running(name, folder) as port:
                    figures = servers.load(port, clients, speakers, options.seconds)
            except OSError as error:
                figures = str(error)
            try:
                runs[name].append(json.loads(figures))
            except ValueError:
                runs[name].append(None)  # it collapsed
    return {"clients": clients, "speakers": speakers, "runs": runs}


def pair(transport, number, progress):
    """Return the figures of one pair of scripts."""
    progress.step(f"{transport} pair: {number} turns on the stage")
    took = sorted(1000 * seconds for seconds in turns(transport, number))
    progress.step(f"{transport} pair: back and forth")
    often = [back_and_forth(transport, number * 50) for _ in range(3)]
    return {"turns": len(took), "turn_ms": statistics.median(took), "turn_ms_p90": took[len(took) * 9 // 10],
            "per_second": statistics.median(often)}


def machine():
    """Return one line that names this computer."""
    try:
        info = Path("/proc/cpuinfo").read_text()
        [model, *_] = [line.split(":")[1].strip() for line in info.splitlines() if line.startswith("model n")]
    except (OSError, ValueError):
        model = platform.processor() or platform.machine()
    return (f"{model}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, "
            f"{platform.python_implementation()} {platform.python_version()}")


class Progress:
    """One line on the terminal that says what is being measured; nothing where there is no terminal."""

    def __init__(self, total):
        self.total, self.done = total, 0
        self.shown = sys.stderr.isatty()

    def step(self, what):
        self.done += 1
        if self.shown:
            print(f"\r\x1b[K[{self.done}/{self.total}] {what}", end="", file=sys.stderr, flush=True)

    def end(self):
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def arguments():
    parser = Parser(prog="python -m lab12.bench", description=__doc__,
                    formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=positive(int), default=3, help="rounds in each cell (%(default)s)")
    parser.add_argument("--seconds", type=positive(float), default=1, help="seconds of one run (%(default)s)")
    parser.add_argument("--cells", type=cells, default=cells(",".join(CELLS)), metavar="N/S,...",
                        help=f"clients/speakers ({','.join(CELLS)})")
    parser.add_argument("--servers", type=known, metavar="NAME,...", help="only these, and always ours")
    parser.add_argument("--turns", type=positive(int), default=100, help="turns on the stage (%(default)s)")
    parser.add_argument("--hand-ins", type=hand_ins, default=hand_ins(""), metavar="NAME,...",
                        help="those of tests/zoo whose bounded waits are measured (all)")
    parser.add_argument("--json", type=writable, metavar="FILE", help="write all figures to this file")
    parser.add_argument("--svg", type=writable, metavar="FILE", help="draw the chart into this file")
    return parser.parse_args()


def positive(kind):
    def number(text):
        try:
            if (value := kind(text)) > 0:
                return value
        except ValueError:
            pass
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0")
    return number


def cells(text):
    """Return [(clients, speakers), ...]."""
    try:
        found = [tuple(map(int, cell.split("/"))) for cell in text.split(",")]
        if all(2 <= clients <= 1000 and 1 <= speakers <= clients for clients, speakers in found):
            return found
    except ValueError:
        pass
    raise argparse.ArgumentTypeError(f"{text!r} is not like 100/10: 2 to 1000 clients / those that talk")


def known(text):
    names = text.split(",")
    if strange := [name for name in names if name not in servers.COMMANDS]:
        there_are = ", ".join(servers.COMMANDS)
        raise argparse.ArgumentTypeError(f"no server is called {strange[0]!r}; there are {there_are}")
    return [servers.OURS, *names]


def hand_ins(text):
    there = sorted(path.name for path in marking.ZOO.iterdir() if path.is_dir())
    if strange := [name for name in text.split(",") if text and name not in there]:
        raise argparse.ArgumentTypeError(f"there is no hand-in {strange[0]!r} in tests/zoo")
    return text.split(",") if text else there


def writable(text):
    path = Path(text)
    if not path.parent.is_dir() or path.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} cannot be written")
    return path


if __name__ == "__main__":
    main()
