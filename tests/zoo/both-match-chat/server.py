import socket
import threading

HOST = '0.0.0.0'
PORT = 6000


def start_tcp():
    users = []

    def client_thread(conn, addr):
        conn.send('Welcome to the chat!'.encode())
        while True:
            try:
                msg = conn.recv(1024)
                if not msg:
                    break
                text = f'<{addr[1]}> {msg.decode()}'
                print(text)
                for u in users:
                    if u != conn:
                        u.send(text.encode())
            except ConnectionError:
                break
        users.remove(conn)
        conn.close()

    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((HOST, PORT))
    s.listen(10)
    print('TCP server started')
    while True:
        conn, addr = s.accept()
        users.append(conn)
        print(addr, 'connected')
        threading.Thread(target=client_thread, args=(conn, addr), daemon=True).start()


def start_udp():
    users = set()
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((HOST, PORT))
    print('UDP server started')
    while True:
        msg, addr = s.recvfrom(1024)
        if addr not in users:
            users.add(addr)
            print(addr, 'connected')
        if msg == b'JOIN':
            s.sendto('Welcome to the chat!'.encode(), addr)
            continue
        text = f'<{addr[1]}> {msg.decode()}'
        print(text)
        for u in users:
            if u != addr:
                s.sendto(text.encode(), u)


def main():
    print('Select transport:')
    print('  1) TCP')
    print('  2) UDP')
    match input('Enter 1 or 2: '):
        case '1':
            start_tcp()
        case '2':
            start_udp()
        case other:
            print('Invalid option', other)


if __name__ == '__main__':
    main()
