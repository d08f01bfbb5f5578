import socket
import threading

SERVER = ('127.0.0.1', 6000)


def listen(s):
    while True:
        try:
            msg = s.recv(1024)
        except OSError:
            break
        if not msg:
            print('Connection closed')
            break
        print(msg.decode())


def chat(s):
    t = threading.Thread(target=listen, args=(s,), daemon=True)
    t.start()
    while True:
        text = input()
        if text.lower() == 'quit':
            s.close()
            return
        s.send(text.encode())


def main():
    print('Select transport:')
    print('  1) TCP')
    print('  2) UDP')
    match input('Enter 1 or 2: '):
        case '1':
            s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            s.connect(SERVER)
            chat(s)
        case '2':
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.connect(SERVER)
            s.send(b'JOIN')
            chat(s)
        case other:
            print('Invalid option', other)


if __name__ == '__main__':
    main()
