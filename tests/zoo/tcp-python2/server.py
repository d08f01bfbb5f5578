#!/usr/bin/python
import socket
s = socket.socket()
host = socket.gethostname()
port = 12345
s.bind((host, port))
s.listen(5)
c, addr = s.accept()
print 'Got connection from', addr
while True:
    print "Client:", c.recv(1024)
    msg = raw_input("Server: ")
    if msg == "exit":
        break
    c.send(msg)
c.close()
