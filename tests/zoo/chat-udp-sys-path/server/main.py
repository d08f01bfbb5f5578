"""UDP room server: acks every CHAT, forwards it to the members of the room."""
import os
import socket
import sys
import time

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))

from common.packets import Packet
from common.settings import DEFAULT_ROOM, HOST, PORT, TIMEOUT


class Member:
    def __init__(self, name, room):
        self.name = name
        self.room = room
        self.last = time.time()
        self.seen = -1


members = {}
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind((HOST, PORT))
sock.settimeout(1.0)


def to_room(room, packet, skip=None):
    for addr, m in members.items():
        if m.room == room and addr != skip:
            sock.sendto(packet.encode(), addr)


def handle(p, addr):
    m = members.get(addr)
    if p.op == "JOIN":
        members[addr] = Member(p.who, p.room or DEFAULT_ROOM)
        print(f"JOIN {p.who} room={members[addr].room} {addr}")
        sock.sendto(Packet("INFO", text=f"welcome to #{members[addr].room}").encode(), addr)
        to_room(members[addr].room, Packet("INFO", text=f"{p.who} joined"), addr)
        return
    if m is None:
        sock.sendto(Packet("INFO", text="you are not joined (timed out?)").encode(), addr)
        return
    m.last = time.time()
    if p.op == "CHAT":
        sock.sendto(Packet("ACK", seq=p.seq).encode(), addr)
        if p.seq <= m.seen:
            return                      # duplicate
        m.seen = p.seq
        print(f"#{m.room} {m.name}: {p.text}")
        to_room(m.room, Packet("CHAT", p.seq, m.name, m.room, p.text), addr)
    elif p.op == "ROOM":
        to_room(m.room, Packet("INFO", text=f"{m.name} moved to #{p.room}"), addr)
        m.room = p.room
        to_room(m.room, Packet("INFO", text=f"{m.name} joined #{p.room}"), addr)
        sock.sendto(Packet("INFO", text=f"you are now in #{p.room}").encode(), addr)
    elif p.op == "PART":
        del members[addr]
        to_room(m.room, Packet("INFO", text=f"{m.name} left"))


def expire():
    for addr, m in list(members.items()):
        if time.time() - m.last > TIMEOUT:
            del members[addr]
            print(f"TIMEOUT {m.name}")
            to_room(m.room, Packet("INFO", text=f"{m.name} timed out"))


print(f"UDP chat server {HOST}:{PORT}")
try:
    while True:
        try:
            raw, addr = sock.recvfrom(8192)
            handle(Packet.decode(raw), addr)
        except socket.timeout:
            pass
        except (ValueError, TypeError) as exc:
            print("bad packet:", exc)
        expire()
except KeyboardInterrupt:
    print("server stopped")
