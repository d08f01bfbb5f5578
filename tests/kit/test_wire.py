"""The wire as a picture: each packet is in it, and nothing that a peer sends draws anything of its own."""
import contextlib
import json
import os
import re
import select
import shutil
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from itertools import permutations
from types import SimpleNamespace

import pytest

from lab12 import HOME
from lab12.driver import formats, recorder
from lab12.driver.recorder import Recorder
from lab12.grader.grade import NOT_DRAWN, grade
from lab12.rubric import losses
from lab12.rubric.checks import MISSED
from lab12.sheet.text import sheet
from lab12.stage.network import PublicNetwork
from lab12.stage.peer import Peer
from lab12.stage.stage import Stage
from lab12.wire import asking, owners, quoting
from lab12.wire.capture import OF_ONE, Packet, Wire, holds
from lab12.wire.frames import frame_of
from lab12.wire.ladder import MOST, Ladder, shortened
from lab12.wire.plain import wrapped
from lab12.wire.reading import MANY, in_order
from lab12.wire.row import Row
from lab12.wire.sockets import Owners
from lab12.wire.tape import Tape

# What a hostile peer may send: escape sequences, forged arrows and lanes, the words of mermaid, tags, other directions.
HOSTILE = [
    b"\x1b[2J\x1b[1;1H\x07\x9b2J", b"hello' 5 bytes \xe2\x94\x80\xe2\x94\x80\xe2\x96\xb6\xe2\x94\x82",
    b"x ---------->| <------ forged |", b"a\n    p0->>p1: forged", b"#35; a;b %%{init: {}}%% &lt;b&gt; #quot;",
    b"style x:y#59; classDef a:b#59; end", b"</title><script>alert(1)</script>]]>&amp;\x00\x0b",
    "\u202eabc \u2066 \u05d0\u05d1 \u0b95\u0bcd \u6f22 \U0001f600".encode(), b"\xff\xfe\xc3", b"\\n'\"", b"   ",
]


@pytest.fixture
def stage():
    with Stage() as made:
        if not made.network.private:
            pytest.skip("no private network: nobody can look at what crosses it")
        yield made


class Talk:
    """A script on a stage and a peer of ours, which speaks byte by byte; all of it is on a tape."""

    def __init__(self, stage, transport, lines=None):
        self.stage, self.transport = stage, transport
        self.tape = Tape(stage, ["server", "peer"], lines=lines)
        self.tape.act("server", "starts")
        self.server = stage.open(HOME / transport / "recvr1.py", name="server")
        self.tape.rest()
        self.peer = Peer(stage, transport, "peer")
        self.does("connects", lambda: self.peer.connects(("127.0.0.1", 12345)))

    def does(self, what, act):
        self.tape.act("peer", what)
        act()
        self.tape.rest()

    def sends(self, *pieces):
        for data in pieces:
            self.does("sends", lambda data=data: self.peer.sends(data))

    def types(self, text):
        self.tape.act("server", "types", text)
        self.server.types(text)
        self.tape.rest()

    def rows(self, kind="packet"):
        return [row for row in self.tape.ladder().rows if row.kind == kind]

    def text(self, **options):
        return "\n".join(self.tape.ladder().text(100, times=False, **options))


def arrows(line, heads="◀▶"):
    """Return the heads of arrows in a line, but for what stands in quotes."""
    bare = re.sub(r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"", "", line)
    return [letter for letter in bare if letter in heads]


def test_each_packet_of_a_connection_is_what_it_is(stage):
    talk = Talk(stage, "tcp")
    talk.sends(b"hello\n")
    talk.types("hey")
    talk.does("closes", talk.peer.socket.close)
    told = [(row.who, row.to, row.what, row.text, row.size, row.acknowledged) for row in talk.rows()]
    assert told[:3] == [(1, 0, "SYN", "", 0, False), (0, 1, "SYN, ACK", "", 0, False), (1, 0, "ACK", "", 0, False)]
    assert told[3:] == [(1, 0, "", r"'hello\n'", 6, True), (0, 1, "", r"'hey\n'", 4, True), (1, 0, "RST", "", 0, False)]
    ladder = talk.tape.ladder()
    assert sum(ladder.counts.values()) == len(talk.tape.wire.frames)  # none is left out
    assert ladder.summary() == "8 packets: 3 to connect, 2 with text, 2 only to acknowledge, 1 to break off."


def test_who_acknowledges_the_end_of_one_that_has_ended_as_well_is_not_told(stage):
    """Where two end at the same moment, Linux may drop one of the ends, and send it again later."""
    talk = Talk(stage, "tcp")
    talk.sends(b"hello\n")
    talk.does("ends", lambda: talk.peer.socket.shutdown(socket.SHUT_WR))
    talk.types("exit")
    whole, frames = talk.tape.ladder().record(), talk.tape.wire.frames[:]
    seen = [frame_of(*one) for one in frames]
    ends = [number for number, frame in enumerate(seen) if frame.closes]
    acknowledged = [number for number, frame in enumerate(seen)
                    if frame.only_acknowledges and frame.ack in {seen[end].end for end in ends}]
    assert acknowledged and [row["acknowledged"] for row in whole["rows"] if row.get("what") == "FIN"] == [True, True]
    last = acknowledged[-1]
    nothing = 0, 0, b""
    for changed in ([*frames[:last], nothing, *frames[last + 1:]], [*frames, frames[ends[-1]], frames[last]]):
        talk.tape.wire.frames[:], talk.tape.frames, talk.tape.made = changed, [], (None, None)
        assert talk.tape.ladder().record() == whole


def test_what_each_side_waits_for_stands_below_it(stage):
    talk = Talk(stage, "tcp")
    talk.sends(b"hello\n")
    talk.types("hey")
    assert [row.each[0] for row in talk.rows("waits")] == ["accept", "recv", "keyboard", "recv"]
    talk.sends(b"again\n")
    talk.types("exit")
    assert [row.what for row in talk.rows()][-2:] == ["", "FIN"]
    assert talk.rows("waits")[-1].each == {0: "ended"}


@pytest.mark.parametrize("calls", [MANY + 1, MANY + 2, 3 * MANY])
def test_calls_without_end_are_one_row_however_many_they_are(stage, calls):
    """How often a program is refused until it is heard is up to chance; that it calls again and again is not."""
    script = ("import socket, sys\nfor _ in range(int(sys.argv[1])):\n    with socket.socket() as one:\n"
              "        one.connect_ex(('127.0.0.1', 7000))\ninput('Enough: ')\n")
    tape = Tape(stage, ["caller"])
    tape.act("caller", "is started")
    window = stage.run([sys.executable, "-c", script, str(calls)], "caller")
    tape.rest()
    tape.act("peer", "serves")
    with stage.network.socket("tcp") as door:
        door.bind(("127.0.0.1", 7000))
        door.listen()
        with stage.network.socket("tcp") as one:
            one.connect(("127.0.0.1", 7000))
            tape.rest()
            ladder = tape.ladder()
    told = [(row.what, row.notes) for row in ladder.rows if row.kind == "packet"]
    assert told[0] == ("SYN", ["refused, again and again"])
    assert sorted(told[1:]) == [("ACK", []), ("SYN", []), ("SYN, ACK", [])]
    assert ladder.counts == {"open": 4} and window.asks()


CALLER = """import socket, sys
for _ in range(int(sys.argv[1])):
    for _ in range(1000):
        with socket.socket() as one:
            one.connect_ex(("127.0.0.1", 7000))
    input("Enough: ")
with socket.socket(type=socket.SOCK_DGRAM) as other:
    other.sendto(b"still nobody", ("127.0.0.1", 7001))
input("Enough: ")
with socket.create_connection(("127.0.0.1", 7000)) as one:
    one.sendall(b"at last")
    input()
"""


@pytest.mark.parametrize("rounds", [1, 12])
def test_calls_without_end_push_nothing_else_out(stage, rounds):
    """Few of them are looked at. What opens the connection that ends them stands behind them, whatever came before."""
    tape = Tape(stage, ["caller"])
    tape.act("caller", "is started")
    window = stage.run([sys.executable, "-c", CALLER, str(rounds)], "caller")
    for _ in range(rounds):
        tape.rest()
        window.types("")
    Peer(stage, "tcp", "partner").listens(("127.0.0.1", 7000))
    window.types("")
    tape.rest()
    ladder = tape.ladder()
    told = [row.text or row.what for row in ladder.rows if row.kind == "packet"]
    assert told == ["SYN", "SYN", "SYN, ACK", "ACK", "'still nobody'", "ICMP: port unreachable", "'at last'"]
    assert tape.wire.carried("at last", 0) and len(tape.wire.frames) < 1_000 + 200 * rounds
    assert ladder.counts == {"open": 4, "data": 2, "refused": 1, "ack": 1}


def test_who_calls_without_end_is_who_has_begun_to(tmp_path):
    """It was not the one that did something last. Whose a connection is, its sockets tell at any time."""
    with Recorder() as stage:
        if not stage.network.private:
            pytest.skip("no private network")
        seen, stage.driver = Owners(), SimpleNamespace(wire=Wire(stage.network, stamped=True))
        stage.tape = Tape(stage, wire=stage.driver.wire, known=seen.of)
        north, south = (stage.open(HOME / f"tests/zoo/tcp-mutual-spins/{name}.py", name=name)
                        for name in ("north", "south"))
        seen.look([north, south])
        for window in south, north:
            window.types("hello")
        rows = [row for row in stage.tape.ladder().rows if row.kind == "packet"]
    lanes = "north", "nobody at port 8822", "south"
    assert [(lanes[row.who], lanes[row.to]) for row in rows if row.notes] == 2 * [lanes[:2]]
    told = [(lanes[row.who], lanes[row.to], row.text or row.what) for row in rows if not row.notes]
    there, back = ("north", "south"), ("south", "north")
    assert told == [(*there, "SYN"), (*back, "SYN, ACK"), (*there, "ACK"), (*back, "SYN"), (*there, "SYN, ACK"),
                    (*back, "ACK"), (*back, "'hello'"), (*there, "'hello'")]


@pytest.mark.parametrize("transport, answer", [("tcp", "RST (refused)"), ("udp", "ICMP: port unreachable")])
def test_refused_is_seen_as_refused(stage, transport, answer):
    tape = Tape(stage, ["server", "client"])
    tape.act("client", "starts")
    client = stage.open(HOME / transport / "recvr2.py", name="client")
    tape.rest()
    if client.asks():
        tape.act("client", "types", "hello")
        client.types("hello")
        tape.rest()
    asked, refused, *_ = [row for row in tape.ladder().rows if row.kind == "packet"]
    assert tape.ladder().lanes == ["server", "client", "nobody at port 12345"]
    assert (asked.who, asked.to, refused.who, refused.to, refused.what) == (1, 2, 2, 1, answer)


def test_lines_cut_and_joined_are_seen(stage):
    talk = Talk(stage, "tcp", lines=True)
    talk.sends(b"one\n", b"two\nthree\n", b"hal", b"f\nand", b" more\n", b"cut o")
    talk.does("closes", talk.peer.socket.close)
    notes = [row.notes for row in talk.rows()[3:]]
    assert notes == [[], ["2 lines at once"], ["a part of a line"], ["the rest of a line", "and a part of one more"],
                     ["the rest of a line"], ["a part of a line"], ["in the middle of a line"]]


def test_bytes_without_lines_are_not_called_parts_of_them(stage):
    talk = Talk(stage, "tcp")
    talk.sends(b"one", b"two", b"\0\0\0\x0ckey \n\x9d\xc2\x07", b"three")  # of a key chance decides what is in it
    talk.does("closes", talk.peer.socket.close)
    assert not any(row.notes for row in talk.rows())


def test_two_sends_that_are_read_at_once(stage):
    talk = Talk(stage, "tcp")
    talk.sends(b"one\n", b"two\n", b"three\n")
    assert talk.rows("waits")[-1].each[0] == "keyboard, 10 bytes of 2 segments unread"
    talk.types("hey")
    assert "reads what came in 2 segments" in [row.what for row in talk.rows("does")]
    assert talk.rows("waits")[-1].each[0] == "keyboard"


WAITING = """import socket
made = [socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, kind)
        for host in ("127.0.0.1", "::1") for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM) for _ in range(3)]
for port, one in enumerate(made, 5001):
    one.bind(("127.0.0.1" if one.family == socket.AF_INET else "::1", port))
for one in made[1:3] + made[7:9]:
    one.listen()
for at in range(0, 12, 3):
    made[at].connect(made[at + 1].getsockname())
input()
"""


@pytest.mark.skipif(not os.path.exists("/proc/net/if_inet6"), reason="this kernel has no IPv6")
def test_the_kernel_and_its_tables_tell_the_same_of_who_waits(stage, tmp_path):
    (tmp_path / "waiting.py").write_text(WAITING)
    assert stage.open(tmp_path / "waiting.py", name="waiting").asks()
    wire = Wire(stage.network)
    told = {(transport, version): wire.bound_at(transport, version)
            for transport in ("tcp", "udp") for version in ("", "6")}
    assert told == {both: wire.in_table(*both) for both in told}
    assert [sorted(port for _, port in one) for one in told.values()] == [
        [5002, 5003], [5008, 5009], [5005, 5006], [5011, 5012]]
    assert told["tcp", "6"] == {("::1", 5008), ("::1", 5009)}


def test_where_the_kernel_cannot_be_asked_the_table_is_read(stage):
    Talk(stage, "tcp")
    wire = Wire(stage.network)
    wire.kernel = socket.socket(type=socket.SOCK_DGRAM)  # as where it has no sock_diag
    assert wire.bound_at("tcp") == {("127.0.0.1", 12345)}


@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_sockets_and_tables_tell_the_same(stage, transport):
    """The tables are asked where a kernel does not let us look at a program's sockets."""
    talk = Talk(stage, transport)
    assert owners.by_sockets(stage) == owners.by_tables(stage)
    talk.sends(b"one\n", b"two\n")
    told = owners.by_sockets(stage)
    assert told == owners.by_tables(stage)
    assert told[0][transport, 12345] == "server" and "peer" in told[0].values()
    assert told[1] == {"server": 4 if transport == "tcp" else owners.DATAGRAMS}


def test_the_end_of_a_connection_is_told_by_the_kernel_and_by_a_table(stage):
    talk, kernel = Talk(stage, "tcp"), Wire(stage.network).asked
    talk.sends(b"one\n")
    talk.does("closes", lambda: talk.peer.socket.shutdown(socket.SHUT_WR))
    assert owners.by_sockets(stage) == owners.by_tables(stage) == owners.by_sockets(stage, kernel)
    assert owners.by_sockets(stage, kernel)[1] == {"server": owners.END}


def test_an_end_that_has_been_read_is_told_as_such(stage):
    talk, kernel = Talk(stage, "tcp"), Wire(stage.network).asked
    talk.sends(b"one\n")
    talk.types("exit")
    assert owners.by_sockets(stage, kernel)[1] == owners.by_tables(stage)[1] == {"peer": owners.END}
    assert talk.peer.socket.recv(1) == b""
    assert owners.by_sockets(stage, kernel)[1] == owners.by_tables(stage)[1] == {}


def test_a_peer_that_does_not_read_is_seen_to_have_no_room(stage):
    talk = Talk(stage, "tcp")
    talk.peer.socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 22)
    talk.does("sends", lambda: talk.peer.push(b"x" * 60_000 + b"\n" + b"y" * 8_000_000))
    tap, end = talk.tape.wire.tap, time.monotonic() + 10
    while not (full := any("no room for more" in row.notes for row in talk.rows())) and time.monotonic() < end:
        # A sender that has a little room left asks for more after a while: the persist timer (RFC 9293, 3.8.6.1).
        talk.does("waits", lambda: select.select([tap], [], [], 1))
    assert full


@pytest.mark.parametrize("ascii", [False, True])
@pytest.mark.parametrize("transport", ["tcp", "udp"])
def test_what_a_peer_sends_draws_nothing(stage, transport, ascii):
    talk = Talk(stage, transport)
    talk.sends(*HOSTILE)
    ladder, heads = talk.tape.ladder(), "<>" if ascii else "◀▶"
    for width in 100, 60, 200:
        lines = ladder.text(width, ascii, times=False)
        assert all(letter.isprintable() or letter == "\u200e" for line in lines for letter in line)
        assert sum(len(arrows(line, heads)) for line in lines) == len(talk.rows())
        assert not ascii or "".join(lines).isascii()
        lanes = "|" if ascii else "│"
        drawn = lines[1:-len(wrapped(ladder.summary(), width))]
        assert [line for line in drawn if line.count(lanes) != 2] == []


def test_svg_is_text_with_a_title_for_each_arrow(stage):
    talk = Talk(stage, "udp")
    talk.sends(*HOSTILE)
    ladder = talk.tape.ladder()
    root = ElementTree.fromstring(ladder.svg())
    name = "{http://www.w3.org/2000/svg}"
    arrows_drawn = root.findall(f"{name}g")
    assert [group.find(f"{name}title").text for group in arrows_drawn] == [row.title for row in talk.rows()]
    assert all("bytes" in group.find(f"{name}text").text for group in arrows_drawn)
    assert {element.tag.removeprefix(name) for element in root.iter()} == {"svg", "title", "g", "line", "path", "text"}
    assert not re.search(r"(fill|stroke)\W+(#|rgb|red|green|blue)", ladder.svg())  # nothing is said in colour


def test_mermaid_is_only_what_we_wrote(stage):
    """Each line is one of ours, and holds letters, digits, blanks and codes of characters."""
    talk = Talk(stage, "udp")
    talk.sends(*HOSTILE)
    first, *lines = talk.tape.ladder().mermaid().splitlines()
    assert first == "sequenceDiagram"
    words = r"(?:[\w ]|#\d+;)*"
    for line in lines:
        assert re.fullmatch(rf"    (participant p\d as {words}|p\d(->>|--x)p\d: {words}|Note over p\d: {words})", line)
        assert not re.search(r"style|classDef|\bend\b", line.partition(":")[2], re.I)
    assert sum("->>" in line for line in lines) == len(HOSTILE)
    decoded = [re.sub(r"#(\d+);", lambda found: chr(int(found[1])), line) for line in lines]
    assert [line.partition(": ")[2] for line in decoded if "->>" in line and line.startswith("    p1")] \
        == [row.title for row in talk.rows()]


def test_record_is_json_and_comes_back(stage):
    talk = Talk(stage, "tcp")
    talk.sends(b"one\ntwo\n")
    ladder = talk.tape.ladder()
    again = Ladder.of(ladder.record())
    assert again.text(100, times=False) == ladder.text(100, times=False)
    assert "time" not in str(ladder.record()) and str(talk.peer.socket.getsockname()[1]) not in str(ladder.record())
    assert again.svg() == ladder.svg() and again.mermaid() == ladder.mermaid()


def test_long_conversation_loses_its_middle_and_says_so():
    rows = [Row("packet", 0, 1, text=f"'{number}'", size=1) for number in range(MOST + 100)]
    kept = shortened(rows)
    assert len(kept) == MOST + 1 and kept[0].text == "'0'" and kept[-1].text == f"'{MOST + 99}'"
    assert "100 packets left out" in "\n".join(Ladder(["a", "b"], kept).text())


def test_the_order_of_ends_of_several_connections_is_not_told():
    """Which of several programs that are killed at once goes first is up to chance; who ends a connection is not."""
    ends = [Row("packet", *lanes, what="FIN") for lanes in ((0, 2), (2, 0), (1, 0), (0, 1))]
    other = [ends[2], ends[0], ends[3], ends[1]]
    assert in_order(ends) == in_order(other) == [ends[2], ends[3], ends[0], ends[1]]
    two = [Row("packet", *lanes, what="FIN", connection=number) for *lanes, number in ((0, 1, 0), (1, 0, 0), (1, 0, 1))]
    assert in_order(two) == in_order([two[2], *two[:2]]) == in_order([two[0], two[2], two[1]]) == two


@pytest.mark.parametrize("doer", [0, 1])
def test_who_does_something_is_the_first_to_close(doer):
    """Both talk for three turns and no more, or both end on a word: which one is faster is up to chance."""
    before = [Row("does", doer, what="types"), Row("packet", doer, 1 - doer, text="'x'"), Row("does", 1, what="shows")]
    first, last = (Row("packet", who, 1 - who, what="FIN") for who in (doer, 1 - doer))
    assert in_order([*before, first, last]) == in_order([*before, last, first]) == [*before, first, last]
    reset = Row("packet", doer, 1 - doer, what="RST")
    assert in_order([*before, last, reset]) == [*before, last, reset]  # nobody closes what has been reset


def test_times_are_in_order_where_they_are_shown():
    """Without them, packets of one program to several stand by where they go: their order is up to chance."""
    rows = [Row("packet", 0, 1, text="'Q'", time=2.0), Row("packet", 0, 2, text="'R'", time=1.0),
            Row("does", 1, what="starts"), Row("packet", 0, 1, text="'S'", time=3.0)]
    drawn = ["".join(Ladder(["a", "b", "c"], rows).text(100, times=times)) for times in (True, False)]
    assert [re.findall("[QRS]", text) for text in drawn] == [["R", "Q", "S"], ["Q", "R", "S"]]


def test_an_error_stays_behind_the_datagram_that_it_answers():
    """A server that sends to a set of clients does so in any order, and those that have gone refuse in that order."""
    said = {to: [Row("packet", 0, to, text="'x'"), *[Row("packet", to, 0, what="ICMP: port unreachable")] * (to != 2)]
            for to in (1, 2, 3)}
    before = [Row("packet", 4, 0, text="'y'"), Row("does", 4, what="shows")]
    orders = [in_order([*before, *(row for to in order for row in said[to])]) for order in permutations(said)]
    assert orders == [[*before, *said[1], *said[2], *said[3]]] * 6


@pytest.mark.parametrize("text, width", [("abc", 3), ("漢字", 4), ("க்", 1), ("e\u0301", 1), ("\u200e", 0)])
def test_columns_are_those_of_a_terminal(text, width):
    assert quoting.columns(text) == width


@pytest.mark.parametrize("text", ["漢" * 60, "க்" * 60, "x" * 200, "'" * 90])
def test_each_line_is_as_wide_as_was_asked_for(text):
    rows = [Row("packet", 0, 1, text=quoting.quoted(text), size=9, acknowledged=True),
            Row("does", 1, what="shows", text=quoting.quoted(text)), Row("waits", each={0: "recv", 1: "keyboard"})]
    for width in 30, 60, 81:
        assert max(map(quoting.columns, Ladder(["server", "client"], rows).text(width))) <= width


def graded(name, **options):
    """Return the checks of a hand-in of the zoo that were missed, by name, and its sheet."""
    made = grade(HOME / "tests/zoo" / name, **options)
    return {result.name: result for section in made.sections for result in section.results
            if result.outcome == MISSED}, sheet(made)


def of_kind(kind, result):
    return [row for row in result.wire["rows"] if row["kind"] == kind]


def test_who_sleeps_while_it_waits_for_its_partner_may_be_quick_in_its_turns(tmp_path):
    """That it does is seen or not, as chance has it; what is tried in one place or in several has another ladder."""
    for path in (HOME / "tests/zoo/tcp-two-listeners").glob("*.py"):
        (tmp_path / path.name).write_text(path.read_text().replace("sleep(1.5)", "sleep(0.9)"))
    [section] = [one for one in grade(tmp_path, wire=True).sections if one.name == "tcp-pair"]
    assert section.verdict == "works"
    [pieces] = [result for result in section.results if result.name == "pieces"]
    assert pieces.wire["rows"]


@pytest.mark.parametrize("name, check, seen", [
    ("tcp-port-mismatch", "starts", r"│─ SYN ─+▶│\n +│ +│◀ RST \(refused\) ─+│\n"),
    ("udp-one-way-ack", "reply", r"│◀ '\w+' \d bytes ─+│\n +│─ 'Message received by server' 26 bytes ─+▶│"),
    ("tcp-fixed-length", "long", r" types 2,500 letters │\n.*\n.*\n +│ \(keyboard, 2,417 bytes unread\) +\(recv\) │")],
    ids=["refused", "answers by itself", "cut off"])
def test_mark_sheet_shows_what_crossed(name, check, seen):
    missed, text = graded(name, wire=True)
    [picture] = re.findall(r"((?: +[│].*\n)+)", text.partition(missed[check].title)[2])[:1]
    assert re.search(seen, picture), picture
    assert re.search(r"│ \(\w+", picture.splitlines()[-1]), picture  # what each waits for now
    assert Ladder.of(json.loads(json.dumps(missed[check].wire))).rows


def test_a_check_of_the_kit_alone_says_that_it_is_not_drawn(tmp_path):
    """Something was sent for it, on a stage of its own."""
    shutil.copytree(HOME / "tcp", tmp_path / "tcp", ignore=shutil.ignore_patterns("chat_*"))
    script = tmp_path / "tcp/recvr2.py"
    script.write_text(script.read_text("utf-8").replace("Server left", "Server gone"), "utf-8")
    found = {result.name: result for section in grade(tmp_path, scheme="kit", wire=True).sections
             for result in section.results if result.outcome == MISSED and section.name == "tcp-pair"}
    assert found["server_exits"].wire == {"nothing": NOT_DRAWN}


def test_each_miss_has_its_ladder_or_says_why_it_has_none():
    """What follows from a conversation shows its last turn; what only the source shows was never sent."""
    missed, _ = graded("tcp-classic", wire=True)
    for name in "prompts", "transcript", "pieces", "exit_word":
        assert not missed[name].steps and any(row.get("text") for row in missed[name].wire["rows"]), name
    assert "types 'bye'" in [row["what"].replace("\\", "") for row in of_kind("does", missed["exit_word"])]
    assert all(result.wire["rows"] for result in missed.values())
    missed, text = graded("tcp-no-encode", wire=True)
    assert list(missed["stops"].wire) == ["nothing"] and "On the network: nothing was sent for this" in text
    assert all(result.wire.get("rows") for name, result in missed.items() if name != "stops")
    missed, _ = graded("tcp-port-mismatch", wire=True)
    assert [row["what"] for row in of_kind("packet", missed["listens"])] == ["SYN", "RST (refused)"]


def test_what_was_shown_while_the_network_was_cut_is_seen_to_have_crossed_nothing():
    missed, _ = graded("fake-through-file", wire=True)
    assert any(row["what"].startswith("shows") for row in of_kind("does", missed["message"]))
    assert not any(row.get("text") for row in of_kind("packet", missed["message"]))


def test_mark_sheet_is_the_same_with_and_without():
    """But for the pictures; and nothing is recorded where nobody asked for it."""
    missed, text = graded("tcp-port-mismatch")
    assert all(result.wire is None for result in missed.values()) and "│" not in text
    pictured, other = graded("tcp-port-mismatch", wire=True)
    assert {name: {**vars(result), "wire": None} for name, result in pictured.items()} \
        == {name: vars(result) for name, result in missed.items()}
    assert set(text.splitlines()) < set(other.splitlines())


def test_json_carries_the_ladder(tmp_path):
    file = tmp_path / "marks.json"
    subprocess.run([sys.executable, "-m", "lab12", "grade", "--wire", "--json", file, "tests/zoo/tcp-port-mismatch"],
                   cwd=HOME, capture_output=True)
    checks = json.loads(file.read_text("utf-8"))["sections"]["tcp-pair"]["checks"]
    assert [check["wire"]["lanes"] for check in checks if check["name"] == "starts"] == [
        ["server", "client", "nobody at port 5001"]]
    assert not any("wire" in check for check in checks if check["outcome"] != "missed")


@pytest.mark.parametrize("name, sentences", [
    ("udp-practical-transcript", [
        "where a message comes twice, the server shows it twice",
        "where a reply comes twice, the client takes the second one for the reply to its next message",
        "where its first message, or the reply to it, is lost, the client waits for ever, since nobody answers"]),
    ("udp-settimeout-poller", [
        "where a message comes twice, the server shows it twice",
        "where a reply comes twice, the client shows it twice",
        "where its first message, or the reply to it, is lost, the client goes on to the next message"])])
def test_what_a_bad_network_does_to_a_pair_over_udp(name, sentences):
    """Remarks, whether or not the ladder is asked for."""
    for wire in True, False:
        [section] = [one for one in grade(HOME / "tests/zoo" / name, wire=wire).sections if one.name == "udp-pair"]
        told = [note.partition(": ")[2] for note in section.notes if note.startswith("on a bad network")]
        assert told == list(sentences)


@pytest.mark.parametrize("place, fails", [("talks_apart", lambda d: False), ("of_heir", lambda d: 1 / 0),
                                          ("remarks", lambda d: 1 / 0)])
def test_remarks_are_the_same_beside_other_checks_and_after_them(place, fails, monkeypatch, copies):
    """They are found out while something else is waited for; where that cannot be, or comes to nothing, after all."""
    told = []
    for _ in range(2):
        [section] = [one for one in grade(HOME / "tests/zoo/udp-practical-transcript").sections if one.marks]
        told.append([note for note in section.notes if note.startswith("on a bad network")])
        monkeypatch.setattr(losses, place, fails)
    assert len(told[0]) == 3
    assert (told[0] == told[1]) == (place != "remarks")  # what finds them out after all would fail, too


def test_remarks_are_sought_as_soon_as_two_talk(monkeypatch, copies, tmp_path):
    """What they wait for takes time, which the other checks take as well."""
    found = losses.of_heir

    def note(d):
        (tmp_path / "passed").write_text(" ".join(d.passed))
        return found(d)

    monkeypatch.setattr(losses, "of_heir", note)
    grade(HOME / "tests/zoo/udp-practical-transcript")
    passed = (tmp_path / "passed").read_text().split()
    assert "turns" in passed and "again" not in passed


AGAIN = """\
    conn.settimeout(0.3)
    while True:
        conn.send(message.encode())
        try:
            return conn.recv(LIMIT).decode()
        except TimeoutError:
            pass
"""


def test_what_is_mended_is_seen_to_be_mended(tmp_path):
    """A server that passes over what is the same as before, and a client that sends again."""
    server, client = ((HOME / "udp" / name).read_text("utf-8") for name in ("recvr1.py", "recvr2.py"))
    start, end = client.index("    conn.send(message.encode())"), client.index("\n\nif __name__")
    (tmp_path / "recvr2.py").write_text(client[:start] + AGAIN + client[end:], "utf-8")
    known = "        if message == last:\n            continue\n        last = message\n"
    server = server.replace('    reply = ""\n', '    reply, last = "", None\n').replace(
        '        if message == b"exit":\n', known + '        if message == b"exit":\n')
    (tmp_path / "recvr1.py").write_text(server, "utf-8")
    [section] = [section for section in grade(tmp_path).sections if section.name == "udp-pair"]
    assert [note.partition(": ")[2] for note in section.notes if note.startswith("on a bad network")] == [
        "where a message comes twice, the server shows it once",
        "where a reply comes twice, the client takes the second one for the reply to its next message",
        "where its first message, or the reply to it, is lost, the client sends it again"]


def test_reliable_pair_survives_a_bad_network(tmp_path):
    for script in "sure_recvr1.py", "sure_recvr2.py":
        shutil.copy(HOME / "udp" / script, tmp_path)
    [section] = [section for section in grade(tmp_path).sections if section.name == "udp-pair"]
    assert not any("twice, the server shows it twice" in note or "waits for ever" in note for note in section.notes)


def test_a_flood_leaves_room_for_all_else():
    """Of what is sent without end from one port to another only so much is remembered."""
    wire = Wire(PublicNetwork())
    flood, message = Packet("udp", 5, 9, bytes(60_000)), Packet("tcp", 5, 6, b"hello")
    kept = sum(wire.keeps(flood) for _ in range(1000))
    assert 60_000 * kept <= OF_ONE and wire.keeps(message) and not wire.keeps(flood)


@pytest.mark.parametrize("waits", [True, False])
def test_a_flood_does_not_push_out_what_else_is_sent(stage, waits):
    """The kernel gives no copy of it any more, nor of what comes back where nobody waits; one of everything else."""
    wire = Wire(stage.network)
    with (stage.network.socket("udp") as sink, stage.network.socket("udp") as flood,
          stage.network.socket("udp") as other):
        sink.bind(("127.0.0.1", 0))
        where = sink.getsockname()
        other.connect(where)
        if not waits:
            sink.close()
        for count in range(2 * OF_ONE // 1000):
            flood.sendto(bytes(1000), where)
            if count % 100 == 0:
                wire.read()
        wire.read()
        before = len(wire.frames)
        for _ in range(100):
            flood.sendto(b"more of it", where)
        other.send(b"hello")
        wire.read()
    assert wire.packets[-1].data == b"hello" and len(wire.frames) == before + 1 + (not waits)
    wire.close()


def test_a_flood_over_a_connection_does_not_push_out_what_else_is_sent(stage):
    """The kernel gives no copy of what is sent on and on, but of what comes the other way, and of its end."""
    wire = Wire(stage.network)
    with stage.network.socket("tcp") as door, stage.network.socket("tcp") as flood:
        door.bind(("127.0.0.1", 0))
        door.listen()
        flood.connect(door.getsockname())
        link, address = door.accept()
        for _ in range(2 * OF_ONE // 10_000):
            flood.sendall(bytes(10_000))
            for _ in range(10_000 // len(link.recv(10_000, socket.MSG_WAITALL))):
                wire.read()
        flood.sendall(b"more of it")
        link.recv(10_000)
        wire.read()
        before = len(wire.packets)
        for _ in range(100):
            flood.sendall(b"more of it")
        link.sendall(b"hello")
        flood.shutdown(socket.SHUT_WR)
        while link.recv(10_000):
            pass
        wire.read()
        link.close()
    [only] = wire.packets[before:]
    assert only.data == b"hello" and frozenset((address[1], only.source)) not in wire.connections
    assert not any(data.endswith(b"more of it") for _, _, data in wire.frames)
    wire.close()


def test_what_a_killed_program_leaves_is_the_same_whenever_the_shell_tells_of_it():
    with Recorder() as stage:
        client = stage.open(HOME / "udp/recvr2.py", name="client")
        client.dies()
        assert client.screen.lines[0].startswith("Enter Message ")
        client.screen.feed(b"Killed\r\n" * ("Killed" not in client.screen.lines[0]))
        assert client.screen.lines == ["Enter Message Killed", ""]
        assert stage.screens([client]) == {"client": ["Enter Message "]}


def test_the_kernel_tells_of_sockets_what_its_tables_do(stage):
    """Those that wait for somebody, and no others; where the kernel tells nothing, the tables have to do."""
    with contextlib.ExitStack() as stack:
        wire = stack.enter_context(contextlib.closing(Wire(stage.network)))
        door, other, client, udp = (stack.enter_context(stage.network.socket(kind))
                                    for kind in ("tcp", "tcp", "tcp", "udp"))
        for one in door, udp, other:
            one.bind(("127.0.0.1", 0))
        door.listen()
        client.connect(door.getsockname())
        for transport, waiting in ("tcp", {door.getsockname()}), ("udp", {udp.getsockname()}):
            assert wire.bound_at(transport) == wire.in_table(transport) == waiting
            assert wire.bound_at(transport, "6") == wire.in_table(transport, "6") == set()
        assert asking.bound_at(wire.asked(), "tcp", socket.AF_INET) == {door.getsockname()}
        wire.asked().close()
        assert wire.bound_at("tcp") == {door.getsockname()}


def test_what_has_come_before_a_step_is_no_part_of_it():
    """Such as what TCP sends again once the network is there: that is waited for without a step of its own."""
    with Recorder() as stage:
        if not stage.network.private:
            pytest.skip("no private network")
        stage.tape = Tape(stage)
        stage.open(HOME / "tcp/recvr1.py", name="server")
        peer = Peer(stage, "tcp", "peer")
        peer.connects(("127.0.0.1", 12345))
        peer.streams(b"hello\n")
        peer.leaves()
        packets = [row.what for row in stage.tape.ladder(stage.marks[-1]).rows if row.kind == "packet"]
        assert packets == ["FIN"]


BEATS = """import socket, threading
talk = socket.socket(type=socket.SOCK_DGRAM)
talk.connect(("127.0.0.1", 5000))
def beat():
    while not threading.Event().wait(1.0):
        talk.send(b"I am here")
threading.Thread(target=beat, daemon=True).start()
threading.Thread(target=talk.recv, args=(1024,), daemon=True).start()
while True:
    talk.send(input("> ").encode())
"""


@pytest.mark.parametrize("ours", [False, True])
def test_a_heart_beat_is_not_taken_for_a_message_that_is_sent_again(ours, tmp_path):
    """It is waited for once, in case it brings what came in the meantime, and not where the message has come to ours.
    """
    (tmp_path / "beats.py").write_text(BEATS)
    with Recorder() as stage:
        if not stage.network.private:
            pytest.skip("no private network")
        server = Peer(stage, "udp", "server") if ours else stage.network.socket("udp")
        (server.listens if ours else server.bind)(("127.0.0.1", 5000))
        window = stage.open(tmp_path / "beats.py", name="client")
        stage.driver, pauses, pause = SimpleNamespace(wire=Wire(stage.network)), [], stage.pause
        stage.pause = lambda seconds: pauses.append(seconds) or pause(seconds)
        stage.watched = "hello there"
        window.types(stage.watched)
        stage.watched = None
        assert pauses == [] if ours else 1 <= len(pauses) <= 2
        server.close()


@pytest.mark.parametrize("ends, told", [("", ["You: stop it"]), ("raise SystemExit", [])])
def test_what_one_shows_of_its_own_word_to_leave_is_not_told(ends, told, tmp_path):
    (tmp_path / "client.py").write_text(f"print('You:', input())\n{ends}\ninput()\n")
    with Recorder(at_will=True) as stage:
        window = stage.open(tmp_path / "client.py", name="client")
        stage.driver = SimpleNamespace(wire=Wire(stage.network))
        stage.watched = stage.given = "stop it"
        window.types(stage.watched)
        assert [line for line in window.news().splitlines()[1:] if stage.tells(window, line)] == told


def test_a_client_that_has_drawn_a_port_which_is_taken_was_never_there(tmp_path):
    """Neither in the steps nor in the ladder: whether two draw the same one is up to chance."""
    (tmp_path / "client.py").write_text("raise OSError('Address already in use')\n")
    with Recorder() as stage:
        stage.tape = Tape(stage)
        stage.open(HOME / "udp/recvr2.py", name="client")
        before = len(stage.notes), stage.tape.ladder().record()
        stage.forget(stage.open(tmp_path / "client.py", name="client 2"), len(stage.notes) - 1)
        assert (len(stage.notes), stage.tape.ladder().record()) == before


SPINS = """import socket, time
talk = socket.socket(type=socket.SOCK_DGRAM)
talk.bind(("127.0.0.1", 5000))
talk.setblocking(False)
while True:
    try:
        message = talk.recv(1024)
    except BlockingIOError:
        continue
    end = time.process_time() + 0.2
    while time.process_time() < end:
        pass
    print(message)
"""


def test_one_that_runs_on_is_given_time_to_get_round_to_what_came(tmp_path):
    """A thread that only asks whether there is anything keeps the one that takes it in from its turn, now and then."""
    (tmp_path / "spins.py").write_text(SPINS)
    (tmp_path / "client.py").write_text("import socket\ntalk = socket.socket(type=socket.SOCK_DGRAM)\nwhile True:\n"
                                        "    talk.sendto(input().encode(), ('127.0.0.1', 5000))\n")
    with Recorder() as stage:
        if not stage.network.private:
            pytest.skip("no private network")
        stage.open(tmp_path / "spins.py", name="server")
        client = stage.open(tmp_path / "client.py", name="client")
        stage.driver, stage.watched = SimpleNamespace(wire=Wire(stage.network)), "hello there"
        client.types(stage.watched)
        assert stage.notes[-1][1].startswith("the server shows \"b'hello there'\"")


AGAIN_SOON = """import socket
talk = socket.socket(type=socket.SOCK_DGRAM)
talk.settimeout(0.5)
talk.connect(("127.0.0.1", 5000))
message = input("> ").encode()
while True:
    talk.send(message)
    try:
        print(talk.recv(1024))
    except TimeoutError:
        pass
"""


def test_a_time_limit_is_waited_for_however_late_it_goes_off(tmp_path, monkeypatch):
    """On a computer that is busy a program wakes later than it should: here we come too soon, which is the same."""
    (tmp_path / "client.py").write_text(AGAIN_SOON)
    with Recorder() as stage:
        if not stage.network.private:
            pytest.skip("no private network")
        Peer(stage, "udp", "server").listens(("127.0.0.1", 5000))
        window = stage.open(tmp_path / "client.py", name="client")
        window.types("hello")
        monkeypatch.setattr(recorder, "MARGIN", -0.45)
        for _ in range(4):
            traffic = stage.network.traffic()
            stage.pause(window.processes.limit())
            assert stage.network.traffic() > traffic


def test_a_message_that_is_sent_again_is_learnt_once():
    """Over UDP what is sent again while an answer is late, or comes between, is no part of how messages look."""
    sent = b"BEAT", b"0 hello", b"0 hello", b"BEAT"
    packets = [Packet("udp", 40000, 5000, data) for data in sent] + [Packet("udp", 5000, 40000, b"ACK")] * 2
    said = formats.said_in(packets, "hello")
    assert said == {(40000, 5000): b"0 hello", (5000, 40000): b"ACKACK"}
    pieces = [Packet("tcp", 40000, 5000, data) for data in (b"he", b"llo\n")]
    assert formats.said_in(pieces, "hello") == {(40000, 5000): b"hello\n"}


@pytest.mark.parametrize("made", [repr, ascii, lambda text: repr(text.encode()), lambda text: text.encode().hex(),
                                  lambda text: json.dumps(["/all", *text.split()]), lambda text: str(text.split())])
def test_a_text_is_found_in_what_was_made_of_it(made):
    """A server that passes on f"{data}", where data is bytes, has not hidden what was said."""
    text, other = "ñ नमस्ते goko7", "ñ नमस्ते hesa4"
    assert holds(f"user 1: {made(text)}".encode(), text)
    assert not holds(f"user 1: {made(other)}".encode(), text)
