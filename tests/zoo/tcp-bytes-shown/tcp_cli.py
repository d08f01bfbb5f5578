import socket
s=socket.socket()
s.connect(('127.0.0.1',12345))
while True:
    s.send(bytes(input('send data '),'utf-8'))
    d=s.recv(1024)
    print('data from server',d)
