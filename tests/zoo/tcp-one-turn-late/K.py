import socket
import select
k = socket.socket()
k.connect(('localhost', 4000))
#chat
while True:
    m = input('>>> ')
    if m == 'tata':
        break
    k.send(m.encode())
    # look whether the server said something
    # (0.2 so that the program is not stuck if server is slow)
    ready, _, _ = select.select([k], [], [], 0.2)
    if ready:
        r = k.recv(1024).decode()
        print('>>> ' + r)
        if r == 'tata':
            break
k.close()
