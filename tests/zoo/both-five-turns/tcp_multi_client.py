import socket
import select
import sys

name = input("Name: ")
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(('localhost', 12345))
print("Connected to remote host. Start sending messages")
while True:
    r, w, e = select.select([sys.stdin, s], [], [])
    for x in r:
        if x is s:
            d = s.recv(4096)
            if not d:
                print("Disconnected from chat server")
                sys.exit()
            print("<" + d.decode() + ">")
        else:
            m = sys.stdin.readline().strip()
            s.send((name + "> " + m).encode())
