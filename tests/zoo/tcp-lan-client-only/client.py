import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(('172.16.10.42', 12345))
while True:
    data = input('enter message : ')
    if data == 'quit':
        break
    s.send(data.encode())
    print('server reply : ', s.recv(1024).decode())
s.close()
