"""The bench: a tiny run gives a table, figures and a chart; a bad option gives one line."""
import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lab12.bench import chart, servers, sure

HOME = Path(__file__).resolve().parents[2]
TINY = ["--rounds", "1", "--seconds", "0.1", "--cells", "4/2", "--turns", "4",
        "--hand-ins", "tcp-echo-only,udp-sleep-loop"]


def bench(*options):
    command = [sys.executable, "-m", "lab12.bench", *options]
    return subprocess.run(command, cwd=HOME, capture_output=True, text=True)


def test_tiny_run(tmp_path):
    """A run compares the servers without a fault, times the pairs, and names the machine."""
    figures, picture = tmp_path / "figures.json", tmp_path / "chart.svg"
    run = bench(*TINY, "--servers", "asyncio tutorial", "--json", str(figures), "--svg", str(picture))
    assert run.returncode == 0, run.stderr
    assert run.stderr == "", "progress is for terminals"
    result = json.loads(figures.read_text())
    assert "CPython" in result["machine"] and result["machine"] in run.stdout
    [cell] = result["cells"]
    assert list(cell["runs"]) == [servers.OURS, "asyncio tutorial"]
    for [one] in cell["runs"].values():
        assert one["per_second"] > 0 and not one["faulty"]
    assert all(pair["turn_ms"] > 0 and pair["per_second"] > 0 for pair in result["pairs"].values())
    for figures in result["marking"].values():
        assert figures["ratio"] > 0 and f"({figures['hand_in']})" in run.stdout
    for one in result["bounds"]:
        assert 0 <= one["bounded_s"] < one["marking_s"]
        assert (one["bounded_s"] > 0) == (one["hand_in"] == "udp-sleep-loop")
    assert "4 clients, 2 of them talk" in run.stdout and "asyncio tutorial" in run.stdout
    assert ElementTree.fromstring(picture.read_text()).tag.endswith("svg")


@pytest.mark.parametrize("options, part", [
    (["--rounds", "0"], "'0' is not a number above 0"),
    (["--seconds", "soon"], "'soon' is not a number above 0"),
    (["--cells", "10/20"], "'10/20' is not like 100/10"),
    (["--servers", "carrier pigeons"], "no server is called 'carrier pigeons'"),
    (["--json", "/no/such/folder/file"], "cannot be written"),
    (["--hand-ins", "tcp-classic,no-such"], "there is no hand-in 'no-such' in tests/zoo"),
    (["--colour"], "unrecognized arguments: --colour"),
])
def test_bad_options(options, part):
    """What is wrong with an option is said in one line."""
    run = bench(*options)
    assert run.returncode == 2 and run.stdout == ""
    [line] = run.stderr.splitlines()
    assert line.startswith("bench: ") and part in line


def run_of(per_second, busy=0.2, faulty=False):
    return {"per_second": per_second, "turn_ms": 1, "busy": busy, "lost": 0, "doubled": 0, "faulty": faulty}


def test_table_says_what_a_figure_is_worth():
    """Ratios are taken within a round; limits, faults, collapses and missing peers are named."""
    runs = {servers.OURS: [run_of(100), run_of(900, busy=0.9), run_of(300, busy=0.9)],
            "node": [run_of(50), run_of(300), run_of(150)],
            "ncat --chat": [run_of(10, faulty=True), None, run_of(30)],
            "threads tutorial": [None, None, None]}
    result = {"machine": "a computer", "rounds": 3, "missing": ["gcc"], "pairs": {}, "marking": {}, "check50": None,
              "bounds": [], "cells": [{"clients": 100, "speakers": 10, "runs": runs}]}
    text = chart.table(result)
    ours, node, ncat, threads = [line for line in text.splitlines() if line.startswith("  ")]
    assert " 300 " in ours and ours.endswith("█  *")
    assert " 150 " in node and "ours 2.0 x" in node and "*" not in node
    assert "ours 10 x" in ncat and "lost, doubled or broke lines; no answer in 1 of 3 rounds" in ncat
    assert "no answer" in threads
    assert "*  at least: the load is played by Python too" in text and text.endswith("Not here, so not compared: gcc.")
    ElementTree.fromstring(chart.svg(result))


DOUBLING = '''
import socket, sys, threading
everybody = []
def serve(conn):
    for line in conn.makefile("rb"):
        for other in everybody:
            if other is not conn:
                other.sendall(line + line * (b" 000000000003^" in line))
    everybody.remove(conn)
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as server:
    while True:
        conn, _ = server.accept()
        everybody.append(conn)
        threading.Thread(target=serve, args=(conn,), daemon=True).start()
'''


def test_load_finds_a_doubled_line(tmp_path, monkeypatch):
    """One line that comes twice makes a run faulty."""
    script = tmp_path / "doubling.py"
    script.write_text(DOUBLING)
    monkeypatch.setitem(servers.COMMANDS, "doubling", (sys.executable, [sys.executable, script, "{port}"]))
    with servers.running("doubling", tmp_path) as port:
        assert json.loads(servers.load(port, 3, 1, 0.2))["faulty"]


def test_sure_pair_is_measured_and_compared_with_theory():
    done = subprocess.run([sys.executable, "-m", "lab12.bench.sure", "--turns", "40"], cwd=HOME, capture_output=True,
                          text=True)
    rates = [int(line.split("theory")[0].split()[-1].replace(",", "")) for line in done.stdout.splitlines()[1:]]
    assert done.returncode == 0 and len(rates) == 4 and rates[1] > rates[2] > rates[3] > 0
    assert sure.theory(0.001, 0) == 1000
    assert round(sure.theory(0, 0.1), 1) == 188.2  # 20 ms x 0.19 / (1 - 1.5 x 0.19), the sum of a geometric series


def test_no_duration_of_checks_that_failed():
    """How long another grader takes to fail at a pair that is right compares with nothing."""
    figures = {"marking_s": 0.4, "check50_s": 2.5, "ratio": 6.0, "passed": 0.8}
    assert chart.beside_check50(figures) == [
        "Not compared with check50: 80% of its checks passed, of a pair that is right"]
    assert "2.50 s" in chart.beside_check50({**figures, "passed": 1.0})[0]
