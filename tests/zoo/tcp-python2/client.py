#!/usr/bin/python
import socket
s = socket.socket()
host = socket.gethostname()
port = 12345
s.connect((host, port))
while True:
    msg = raw_input("Client: ")
    if msg == "exit":
        break
    s.send(msg)
    print "Server:", s.recv(1024)
s.close()
