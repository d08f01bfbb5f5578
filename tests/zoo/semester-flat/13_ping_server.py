import socket
s=socket.socket(socket.AF_INET,socket.SOCK_STREAM)
s.bind(("localhost",12345))
s.listen(1)
c,a=s.accept()
while True:
    d=c.recv(1024)
    if not d: break
    c.send(b"pong")
