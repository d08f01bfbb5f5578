#!/usr/bin/python3
# UDP chat without any server: everybody is in the same multicast group.
# start this program once in every terminal
import os
import socket
import struct
import threading

GROUP = "224.1.1.7"
PORT = 5007
me = "%d" % os.getpid()      # to recognise my own datagrams

rx = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP)
rx.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
rx.bind((GROUP, PORT))
mreq = struct.pack("4s4s", socket.inet_aton(GROUP), socket.inet_aton("127.0.0.1"))
rx.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, mreq)

tx = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP)
tx.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)
tx.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP, 1)
tx.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("127.0.0.1"))


def listener():
    while True:
        data, (ip, port) = rx.recvfrom(1500)
        sender, nick, text = data.decode("utf-8", "replace").split("|", 2)
        if sender == me:
            continue
        print("%s@%s: %s" % (nick, ip, text))


def shout(text):
    tx.sendto(("%s|%s|%s" % (me, nick, text)).encode("utf-8"), (GROUP, PORT))


nick = input("nick> ").replace("|", "")
threading.Thread(target=listener, daemon=True).start()
shout("(joined)")
try:
    while True:
        line = input()
        if line == ":q":
            break
        shout(line)
finally:
    shout("(left)")
