import socket
s = socket.socket()
s.bind(('localhost', 4000))
s.listen()
print('S waiting')
k, a = s.accept()
print('K has connected')
#chat
while True:
    d = k.recv(1024).decode()
    if not d:
        print('K went away')
        break
    print('>>> ' + d)
    r = input('>>> ')
    k.send(r.encode())
    if r == 'tata':
        break
k.close()
s.close()
