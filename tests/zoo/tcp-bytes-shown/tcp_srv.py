import socket
s=socket.socket()
s.bind(('127.0.0.1',12345))
s.listen(1)
c,a=s.accept()
print('connected',a)
while True:
    d=c.recv(1024)
    print('data from client',d)
    c.send(bytes(input('send data '),'utf-8'))
