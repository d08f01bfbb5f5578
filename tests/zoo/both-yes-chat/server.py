import socket
import sys
import threading

PORT = 2500
if len(sys.argv) > 1:
    proto = sys.argv[1].upper()
else:
    proto = "TCP"

if proto not in ["TCP", "UDP"]:
    print("python server.py [tcp|udp]")
    sys.exit(1)

names = {}

if proto == "UDP":
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("127.0.0.1", PORT))
    print("Server (UDP) is running on port", PORT)
    while True:
        data, addr = sock.recvfrom(1024)
        kind, _, body = data.decode().partition("|")
        if kind == "NICK":
            names[addr] = body
            out = body + " entered"
        elif kind == "MSG":
            out = names.get(addr, "???") + " -> " + body
        elif kind == "BYE":
            out = names.pop(addr, "???") + " left"
        else:
            continue
        print(out)
        for a in names:
            if a != addr:
                sock.sendto(out.encode(), a)

# TCP from here


def broadcast(out, sender):
    print(out)
    for c in list(names):
        if c is not sender:
            c.send(out.encode())


def work(c):
    nick = c.recv(1024).decode()
    names[c] = nick
    broadcast(nick + " entered", c)
    while True:
        try:
            m = c.recv(1024).decode()
        except OSError:
            m = ""
        if m == "" or m == "exit":
            break
        broadcast(nick + " -> " + m, c)
    del names[c]
    broadcast(nick + " left", c)
    c.close()


sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.bind(("127.0.0.1", PORT))
sock.listen()
print("Server (TCP) is running on port", PORT)
while True:
    c, a = sock.accept()
    threading.Thread(target=work, args=(c,), daemon=True).start()
