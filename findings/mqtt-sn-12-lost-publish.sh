#!/usr/bin/env bash
# mqtt-sn-12 1.0.9: a message that comes while it waits for a PUBACK is lost, and no message of QoS 1 is acknowledged.
#
# It is a "Client implementation of the Protocol MQTT-SN 1.2", with subscriptions and QoS 0, 1 and 2. There a PUBLISH of
# QoS 1 is acknowledged by a PUBACK (5.4.13). What was seen: a client that has subscribed gets "one" from polling(), and
# the gateway gets no PUBACK. Then the client publishes, and before the PUBACK for that the gateway passes "two" on.
# send_publish() reads it, logs a warning, and drops it; no listener sees "two". The message after that, "three", is
# there. The PUBACK is missing since the level, 1, is compared with the bit that stands for it in the flags, 32.
# A gateway that waits for it will hand over "one" again.
# Whoever chats with it should publish with one client, and subscribe with another, with QoS 0.
# In the kit a datagram that comes while a script waits for another one is kept in the socket (udp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "mqtt-sn-12==1.0.9"
cat > "$room/seen.py" <<'PYTHON'
import socket
import struct
import sys
import threading
import time

from mqttsn12.client.MqttSnClient import MqttSnClient, MqttSnListener

CONNECT, CONNACK, REGISTER, REGACK, PUBLISH, PUBACK, SUBSCRIBE, SUBACK = 0x04, 0x05, 0x0A, 0x0B, 0x0C, 0x0D, 0x12, 0x13
QOS_1 = 0x20


def packet(kind, form, *values):
    body = bytes([kind]) + struct.pack(">" + form, *values)
    return bytes([len(body) + 1]) + body


def message(number, text):
    return packet(PUBLISH, f"BHH{len(text)}s", QOS_1, 1, number, text)


def gateway():
    """Answer a client, pass one message on when it has subscribed, and two around the PUBACK of its own."""
    while True:
        asked, client = door.recvfrom(1500)
        kind = asked[1]
        kinds.append(kind)
        answers = {CONNECT: lambda: [packet(CONNACK, "B", 0)],
                   SUBSCRIBE: lambda: [packet(SUBACK, "BH2sB", QOS_1, 1, asked[3:5], 0), message(71, b"one")],
                   REGISTER: lambda: [packet(REGACK, "H2sB", 2, asked[4:6], 0)],
                   PUBLISH: lambda: [message(72, b"two"), packet(PUBACK, "4sB", asked[3:7], 0), message(73, b"three")]}
        for answer in answers.get(kind, list)():
            door.sendto(answer, client)


class Listener(MqttSnListener):
    def message_arrived(self, arrived):
        heard.append(arrived.get_payload())


def poll_until(last):
    """Let the client read until it has heard this, and a little longer."""
    end = time.monotonic() + 10
    while last not in heard and time.monotonic() < end:
        client.polling()
    for _ in range(100):
        client.polling()


kinds, heard = [], []
door = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
door.bind(("127.0.0.1", 0))
threading.Thread(target=gateway, daemon=True).start()
client = MqttSnClient()
client.set_client_id("lab12")
client.set_timeout(10)
client.open("127.0.0.1", door.getsockname()[1])
client.send_connect()
client.send_subscribe("chat/lab12", 1, Listener())
poll_until(b"one")
client.send_publish("chat/mine", b"hello", 1)
poll_until(b"three")
print("sent: one, two, three; heard:", *heard, "- PUBACKs from the client:", kinds.count(PUBACK))
sys.exit((heard, kinds.count(PUBACK)) != ([b"one", b"three"], 0))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py" 2> "$room/log" || { cat "$room/log"; exit 1; }
