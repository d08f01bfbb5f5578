"""The capture file of a demo, as a real tshark reads it: the handshake, the texts, comments, no wrong checksum."""
import os
import re
import shutil
import struct
import subprocess
import sys

import pytest

from lab12 import HOME
from lab12.stage.stage import Stage
from lab12.wire import pcapng
from lab12.wire.tape import Tape

TSHARK = shutil.which("tshark")
CHECKS = [part for what in ("ip", "tcp", "udp") for part in ("-o", f"{what}.check_checksum:TRUE")]
pytestmark = pytest.mark.skipif(not TSHARK, reason="tshark is not installed: nobody can say what Wireshark sees")


def demo(scenario, file):
    done = subprocess.run([sys.executable, "-m", "lab12.demo", scenario], cwd=HOME, capture_output=True, text=True,
                          env={**os.environ, "WIRE": str(file), "PYTHONIOENCODING": "utf-8"}, encoding="utf-8")
    if "the wire cannot be seen" in done.stderr:
        pytest.skip("no private network: nobody can look at what crosses it")
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"Note: .* is written; .* tshark -r \S+ -d ...\.port==\d+,data reads it\.\n", done.stderr)
    return file


def tshark(file, *arguments):
    done = subprocess.run([TSHARK, "-r", str(file), *CHECKS, *arguments], capture_output=True, text=True,
                          encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


NAMES = ("frame.interface_name", "frame.comment", "frame.time_epoch", "ip.src", "ip.dst", "ip.checksum.status",
         "tcp.checksum.status", "udp.checksum.status", "icmp.checksum.status", "tcp.flags.str", "tcp.payload",
         "_ws.malformed", "_ws.expert.severity", "_ws.col.Protocol")
WARNING = 6291456  # PI_WARN of Wireshark, epan/proto.h


def packets(file):
    """Return {name: value} of each packet."""
    lines = tshark(file, "-T", "fields", *[part for name in NAMES for part in ("-e", name)]).splitlines()
    return [dict(zip(NAMES, line.split("\t"), strict=True)) for line in lines]


@pytest.fixture(scope="module", params=["tcp", "udp", "chat"])
def talk(request, tmp_path_factory):
    file = demo(request.param, tmp_path_factory.mktemp("wire") / f"{request.param}.pcapng")
    return file, packets(file)


def test_no_packet_is_malformed_and_no_checksum_wrong(talk):
    file, told = talk
    transport = "udp" if file.stem == "udp" else "tcp"
    for packet in told:
        assert not packet["_ws.malformed"]
        assert all(int(severity) < WARNING for severity in packet["_ws.expert.severity"].split(",") if severity)
        assert packet["ip.checksum.status"] == packet[f"{transport}.checksum.status"] == "1"  # 2: nobody has looked


def test_one_direction_is_not_the_other(talk):
    file, told = talk
    assert len({packet["ip.src"] for packet in told}) == (4 if file.stem == "chat" else 2)
    assert all(packet["ip.src"] != packet["ip.dst"] for packet in told)


def test_interfaces_bear_the_names_of_the_programs(talk):
    file, told = talk
    names = {"server", "client 1", "client 2", "client 3"} if file.stem == "chat" else {"server", "client"}
    pairs = {(packet["frame.interface_name"], packet["ip.src"]) for packet in told}
    assert {name for name, _ in pairs} == names and len(pairs) == len(names)


def test_handshake_texts_and_comments(talk):
    file, told = talk
    assert all(packet["frame.comment"] for packet in told)
    if file.stem != "tcp":
        return
    assert [(packet["frame.interface_name"], packet["tcp.flags.str"].strip("·")) for packet in told[:3]] == [
        ("client", "S"), ("server", "A··S"), ("client", "A")]
    texts = [bytes.fromhex(packet["tcp.payload"]).decode() for packet in told if packet["tcp.payload"]]
    assert texts == ["Heello im deepi\n", "hey deepi\n", "how are you\n", "im good\n", "im good too\n"]
    assert told[0]["frame.comment"] == "client starts (before: server: accept)"
    assert told[3]["frame.comment"] == "client types 'Heello im deepi' (before: server: recv, client: keyboard)"


def test_times_are_to_the_nanosecond(talk):
    file, told = talk
    times = [packet["frame.time_epoch"] for packet in told]
    assert all(re.fullmatch(r"\d{10}\.\d{9}", time) for time in times)
    assert times == sorted(times) and any(not time.endswith("000") for time in times)
    assert abs(float(times[0]) - file.stat().st_mtime) < 600


def test_the_comment_of_the_file_says_how_to_read_it(talk):
    """A chat at a well-known port is taken for another protocol, unless one is told otherwise."""
    file, _ = talk
    transport, port = ("udp", "12345") if file.stem == "udp" else ("tcp", "12346" if file.stem == "chat" else "12345")
    [advice] = re.findall(rb"-d (\w+\.port==\d+,data) -z", file.read_bytes())
    assert advice.decode() == f"{transport}.port=={port},data"
    followed = tshark(file, "-d", advice.decode(), "-q", "-z", f"follow,{transport},yaml,0")
    assert len(re.findall(r"- packet:", followed)) == {"tcp": 5, "udp": 5, "chat": 9}[file.stem]


def test_refusals_have_right_checksums(tmp_path):
    """An ICMP error quotes the packet that it is about, of an odd number of bytes here."""
    with Stage() as stage:
        if not stage.network.private:
            pytest.skip("no private network")
        tape = Tape(stage, ["server", "client"])
        tape.act("client", "starts")
        client = stage.open(HOME / "udp/recvr2.py", name="client")
        tape.rest()
        tape.act("client", "types", "odd")
        client.types("odd")
        tape.rest()
        tape.act("client 2", "starts")
        stage.open(HOME / "udp/recvr2.py", name="client 2").types("")
        tape.rest()
        pcapng.write(tmp_path / "no.pcapng", tape, "nobody is there", 12345)
    told = packets(tmp_path / "no.pcapng")
    refused = [packet for packet in told if packet["_ws.col.Protocol"] == "ICMP"]
    assert len(refused) == len(told) // 2 >= 2
    assert all(packet["icmp.checksum.status"] == "1" for packet in refused)
    for packet in refused:  # the error, and the packet in it, which went the other way
        assert packet["ip.src"].split(",") == packet["ip.dst"].split(",")[::-1]
    assert not any(packet["_ws.malformed"] for packet in told)


def test_ipv6_counts_the_addresses_too(tmp_path):
    """The private network has no IPv6: the datagram is one of ours."""
    with Stage() as stage:
        if not stage.network.private:
            pytest.skip("no private network")
        tape = Tape(stage, ["caller"])
        tape.act("caller", "calls")
        tape.wire.frames.append((1, 0x86DD, ip6(b"hello", 40000, 12345)))
        tape.rest()
        pcapng.write(tmp_path / "six.pcapng", tape, "over IPv6", 12345)
    [packet] = packets(tmp_path / "six.pcapng")
    assert (packet["udp.checksum.status"], packet["_ws.malformed"]) == ("1", "")


def ip6(data, source, target):
    """Return a datagram from ::1 to ::1 without a checksum, as it crosses a loopback."""
    datagram = struct.pack("!HHHH", source, target, 8 + len(data), 0) + data
    return struct.pack("!IHBB", 6 << 28, len(datagram), 17, 64) + (bytes(15) + b"\x01") * 2 + datagram


def test_file_is_written_whole_or_not_at_all(tmp_path):
    """A capture that cannot be made leaves the one that stood there, and nothing beside it."""
    file = tmp_path / "talk.pcapng"
    file.write_bytes(b"an older one")

    class Broken:
        def reading(self):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        pcapng.write(file, Broken(), "", 1)
    assert file.read_bytes() == b"an older one" and list(tmp_path.iterdir()) == [file]


def test_checksum_of_the_rfc():
    """The example of RFC 1071, 3."""
    assert pcapng.checksum(bytes.fromhex("0001f203f4f5f6f7")) == struct.pack("!H", 0xFFFF & ~0xDDF2)
