#!/usr/bin/env python3
# UDP chat server
# usage: python3 udp_s.py <port>
from socket import *
from sys import argv, exit

if len(argv) != 2:
    print("usage: python3 udp_s.py <port>")
    exit(1)

s = socket(AF_INET, SOCK_DGRAM)
s.bind(("", int(argv[1])))
print("UDP chat server up on port", argv[1])

people = {}      # addr -> name

def tell_everyone(text, skip=None):
    for a in list(people):
        if a != skip:
            s.sendto(text.encode(), a)

while True:
    data, addr = s.recvfrom(2048)
    line = data.decode(errors="replace")
    word, _, rest = line.partition(" ")
    if word == "JOIN":
        people[addr] = rest
        print("+", rest, addr, "(%d online)" % len(people))
        tell_everyone("* %s has joined" % rest, addr)
        s.sendto(("* welcome %s, online: %s" % (rest, ", ".join(people.values()))).encode(), addr)
    elif addr not in people:
        s.sendto(b"ERR send JOIN first", addr)
    elif word == "MSG":
        print("%s> %s" % (people[addr], rest))
        tell_everyone("%s> %s" % (people[addr], rest), addr)
    elif word == "WHO":
        s.sendto(("* " + ", ".join(people.values())).encode(), addr)
    elif word == "LEAVE":
        n = people.pop(addr)
        print("-", n, addr)
        tell_everyone("* %s has left" % n)
    else:
        s.sendto(b"ERR unknown command", addr)
