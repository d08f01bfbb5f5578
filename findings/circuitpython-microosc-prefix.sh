#!/usr/bin/env bash
# circuitpython-microosc 0.6: what is sent to /fader/10 moves /fader/1 as well, and a message behind "#bundle" is lost.
#
# Its documentation says of dispatch_map "map of OSC Addresses to functions". In OSC 1.0 a method is called if the
# address pattern matches its address, part for part, and a packet is a message or a bundle of them. What was seen: with
# functions for "/fader/1" and "/fader/10", a message to /fader/10 calls both, the first with the value for the other.
# Only the start of an address is compared. python-osc 1.9.3 calls the second one. A bundle of one message to /fader/1
# calls none, without an error, and python-osc's server calls it.
# Whoever has more than nine of a kind should compare msg.addr in each function, or number them 01, 02.
# The kit's chat servers compare names as a whole (tcp/, udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "circuitpython-microosc==0.6" "python-osc==1.9.3"
cat > "$room/seen.py" <<'PYTHON'
import socket
import sys
import time
from functools import partial

from microosc import OSCServer
from pythonosc.dispatcher import Dispatcher
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import OscMessageBuilder

NAMES = ("/fader/1", "/fader/10")
TENTH, FIRST = (OscMessageBuilder(name) for name in NAMES[::-1])
for builder in (TENTH, FIRST):
    builder.add_arg(7)
BUNDLE = OscBundleBuilder(IMMEDIATELY)
BUNDLE.add_content(FIRST.build())


def micro(packet):
    """Return the functions that microosc calls for a packet."""
    called = []
    server = OSCServer(socket, "127.0.0.1", 0, {name: lambda _, name=name: called.append(name) for name in NAMES})
    with server._sock, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(packet, server._sock.getsockname())
        end = time.monotonic() + 1
        while time.monotonic() < end and not called:
            server.poll()
    return called


def peer(packet):
    """Return the functions that python-osc calls for a packet."""
    called, dispatcher = [], Dispatcher()
    for name in NAMES:
        dispatcher.map(name, partial(lambda name, *rest: called.append(name), name))
    dispatcher.call_handlers_for_packet(packet, ("127.0.0.1", 1))
    return called


packets = {"/fader/10": TENTH.build().dgram, "bundle": BUNDLE.build().dgram}
told = {name: (micro(packet), peer(packet)) for name, packet in packets.items()}
print(told)
sys.exit(told != {"/fader/10": ([*NAMES], ["/fader/10"]), "bundle": ([], ["/fader/1"])})
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
