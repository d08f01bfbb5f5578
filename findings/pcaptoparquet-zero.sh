#!/usr/bin/env bash
# pcaptoparquet 0.2.20260924: in its CSV each number that is 0 is an empty cell, so a mean leaves out what has no data.
#
# It is "for converting pcap files primarily to parquet format. CSV and JSON formats are also supported". What was seen:
# of five packets two carry data, 5 and 2 bytes. By the parquet file transport_data_len is 1.4 bytes on average, by the
# CSV (-f txt) it is 3.5. A window of 0, by which TCP stops the sender (RFC 9293, 3.8.6), is empty there as well, as it
# is where there is no TCP. So are the sequence number 0 and a flag that is not set. The JSON has zeros.
# In all three ip_len is 20 for a packet whose header says 40: the header of IP itself is not counted.
# Whoever counts packets with it should read the parquet file. The kit draws packets itself (lab12/wire/ladder.py).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "pcaptoparquet==0.2.20260924" "polars<2"
cat > "$room/seen.py" <<'PYTHON'
import struct
import subprocess
import sys

import polars

ACK, DATA, TCP, UDP = 0x10, 0x18, 6, 17


def packet(protocol, above):
    """Return a packet between two hosts, as a pcap file has it."""
    ip = struct.pack("!BBHHHBBH4s4s", 0x45, 0, 20 + len(above), 1, 0x4000, 64, protocol, 0, bytes([192, 0, 2, 1]),
                     bytes([192, 0, 2, 2]))
    data = bytes(12) + b"\x08\0" + ip + above
    return struct.pack("<IIII", 1000, 5000, len(data), len(data)) + data


def tcp(flags, sequence, window, data=b""):
    return packet(TCP, struct.pack("!HHIIBBHHH", 5000, 6000, sequence, 1, 5 << 4, flags, window, 0, 0) + data)


def udp(data):
    return packet(UDP, struct.pack("!HHHH", 5000, 6000, 8 + len(data), 0) + data)


with open("in.pcap", "wb") as file:
    file.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, 65535, 1))
    file.write(tcp(ACK, 0, 100) + tcp(DATA, 1, 100, b"hello") + tcp(ACK, 6, 0) + udp(b"") + udp(b"hi"))
for form in "parquet", "txt":
    subprocess.run(["venv/bin/pcaptoparquet", "-i", "in.pcap", "-f", form, "-o", f"out.{form}"], check=True)
columns = ["ip_len", "transport_data_len", "transport_seq", "transport_win", "transport_push_flag"]
tables = [polars.read_parquet("out.parquet"), polars.read_csv("out.txt", separator="|")]
seen = [[table[column].to_list() for column in columns] for table in tables]
means = [table["transport_data_len"].mean() for table in tables]
for column, right, text in zip(columns, *seen):
    print(f"{column}: parquet {right}, CSV {text}")
print("bytes of data on average: parquet {}, CSV {}".format(*means))
sys.exit(means != [1.4, 3.5] or seen[0] != [[20, 25, 20, 8, 10], [0, 5, 0, 0, 2], [0, 1, 6, None, None],
                                            [100, 100, 0, None, None], [False, True, False, False, False]]
         or seen[1] != [[20, 25, 20, 8, 10], [None, 5, None, None, 2], [None, 1, 6, None, None],
                        [100, 100, None, None, None], [None, True, None, None, None]])
PYTHON
cd "$room" && venv/bin/python seen.py
