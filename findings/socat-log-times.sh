#!/usr/bin/env bash
# socat 1.7.4.4 (Debian 12): the times in its log have microseconds where nanoseconds would stand.
#
# Its manual says only that "> " or "< " comes before the data. What was seen: "22:14:04.000241289" was written at
# 22:14:04.241289; the three zeros are always there. Messages that are 0.4 s apart are 0.0004 s apart in the log, or
# 0.9994 s if a second ends between them. socat2pcap 0.1.0 takes the first six digits: its capture has those times, too.
# Whoever measures a conversation with socat -x or -v should drop the three zeros, or capture it with dumpcap.
# It needs Debian 12 and the libraries of its package socat.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "socat2pcap==0.1.0"
cd "$room"
apt-get download -q -q "socat=1.7.4.4-2"
dpkg -x socat_*.deb package
cat > seen.py <<'PYTHON'
import re
import struct
import subprocess
import sys
import time

socat = subprocess.Popen(["package/usr/bin/socat", "-x", "-", "EXEC:cat"], stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, stderr=open("log", "w"))
while not 0.1 < time.time() % 1 < 0.2:  # both messages are of one second
    time.sleep(0.01)
sent = []
for _ in range(2):
    sent.append(time.time())
    socat.stdin.write(b"hello\n")
    socat.stdin.flush()
    socat.stdout.readline()
    time.sleep(0.4)
socat.stdin.close()
socat.wait()
there = re.findall(r"^> .*:\d\d(\.\d+) ", open("log").read(), re.M)
subprocess.run([sys.executable, "-m", "socat2pcap.main", "--output", "capture", "log"], check=True)
file, at, caught = open("capture", "rb").read(), 24, []
while at < len(file):
    seconds, micros, length = struct.unpack_from("III", file, at)
    caught.append(seconds + micros / 1e6)
    at += 16 + length
print(f"sent {sent[1] - sent[0]:.4f} s apart, at", *[f"{when % 1:.6f}" for when in sent])
print(f"socat's log: {float(there[1]) - float(there[0]):.4f} s apart, at", *there)
print(f"socat2pcap: {caught[2] - caught[0]:.4f} s apart")
late = [int(text[1:]) / 1e6 - when % 1 for text, when in zip(there, sent)]  # if the digits are microseconds
sys.exit(not (all(len(text) == 10 and text.startswith(".000") for text in there) and all(0 <= s < 0.1 for s in late)
              and 0 < caught[2] - caught[0] < 0.01))
PYTHON
venv/bin/python seen.py
