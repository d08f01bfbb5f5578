"""node.py server, node.py client: each message has a number, and is sent again until it is acknowledged."""
import queue
import socket
import struct
import sys
import threading

MESSAGE, ACK, HEAD = 0, 1, struct.Struct("!BI")
box = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
inbox, acked = queue.Queue(), threading.Event()
there, sent, got = ("127.0.0.1", 17001), 0, 0


def receive():
    global there, sent, got
    while True:
        data, source = box.recvfrom(65535)
        kind, number = HEAD.unpack_from(data)
        if kind == ACK:
            if number == sent:
                acked.set()
            continue
        if number == 0 and source != there:
            there, sent, got = source, 0, 0
        box.sendto(HEAD.pack(ACK, number), source)
        if number == got:
            got += 1
            inbox.put(data[HEAD.size:].decode())


def say(text):
    global sent
    acked.clear()
    for _ in range(4):
        box.sendto(HEAD.pack(MESSAGE, sent) + text.encode(), there)
        if acked.wait(0.3):
            sent += 1
            return True
    print("nobody has it")
    return False


if sys.argv[1:] == ["server"]:
    box.bind(there)
elif sys.argv[1:] == ["client"]:
    box.bind(("127.0.0.1", 0))
else:
    sys.exit(__doc__)
threading.Thread(target=receive, daemon=True).start()
if sys.argv[1] == "server":
    while True:
        print("Client:", inbox.get())
        say(input("Reply: "))
while (text := input("Message: ")) != "exit":
    if say(text):
        print("Server:", inbox.get())
