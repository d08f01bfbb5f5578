import socket
import sys
import threading

sock = socket.socket()
sock.connect((sys.argv[1] if len(sys.argv) > 1 else 'localhost', 9191))


def reader():
    f = sock.makefile(encoding='utf8')
    for line in f:
        # wipe the half written prompt and write it again
        print('\r\033[K' + line.rstrip())
        print('> ', end='', flush=True)


t = threading.Thread(target=reader)
t.daemon = True
t.start()

while True:
    print('> ', end='', flush=True)
    l = sys.stdin.readline()
    if l == '':
        break
    sock.sendall(l.encode('utf8'))
    if l.strip() == 'bye':
        break
print('Good bye')
