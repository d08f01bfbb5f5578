"""UDP chat client with ACK + retransmission and heartbeat."""
import os
import socket
import sys
import threading

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from common.packets import Packet
from common.settings import HEARTBEAT, HOST, PORT

SERVER = (HOST, PORT)
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
done = threading.Event()
acks = {}
last_seen = {}


def receive():
    while not done.is_set():
        try:
            p = Packet.decode(sock.recv(8192))
        except OSError:
            break
        if p.op == "ACK":
            ev = acks.pop(p.seq, None)
            if ev:
                ev.set()
        elif p.op == "CHAT":
            print(f"\r#{p.room} {p.who}: {p.text}")
            print(">> ", end="", flush=True)
        elif p.op == "INFO":
            print(f"\r-- {p.text}")
            print(">> ", end="", flush=True)


def beat():
    while not done.wait(HEARTBEAT):
        sock.sendto(Packet("BEAT").encode(), SERVER)


def send_reliable(seq, text):
    ev = acks[seq] = threading.Event()
    for _ in range(4):
        sock.sendto(Packet("CHAT", seq, text=text).encode(), SERVER)
        if ev.wait(1.0):
            return
    print("-- message not acknowledged by server")


def main():
    name = ""
    while not name:
        name = input("nick: ").strip()
    sock.sendto(Packet("JOIN", who=name).encode(), SERVER)
    threading.Thread(target=receive, daemon=True).start()
    threading.Thread(target=beat, daemon=True).start()
    print("/room NAME changes the room, /exit leaves")
    seq = 0
    try:
        while True:
            line = input(">> ")
            if line == "/exit":
                break
            if line.startswith("/room "):
                sock.sendto(Packet("ROOM", room=line[6:].strip()).encode(), SERVER)
            elif line:
                send_reliable(seq, line)
                seq += 1
    except (KeyboardInterrupt, EOFError):
        pass
    done.set()
    sock.sendto(Packet("PART").encode(), SERVER)
    sock.close()


if __name__ == "__main__":
    main()
