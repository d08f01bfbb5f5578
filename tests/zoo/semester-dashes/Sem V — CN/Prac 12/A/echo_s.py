import socket
s = socket.socket()
s.bind(("127.0.0.1", 8000)); s.listen()
c, a = s.accept()
while True:
    d = c.recv(1024)
    if not d: break
    c.send(d)
