# Lab: chat over TCP and UDP
import socket
import threading

IP = "localhost"
TCP_PORT = 9090
UDP_PORT = 9091


def recv_tcp(sock):
    while True:
        try:
            data = sock.recv(4096)
        except OSError:
            break
        if not data:
            print("\n[peer disconnected]")
            break
        print("\n[peer] " + data.decode("utf-8"))


def send_tcp(sock):
    while True:
        text = input("> ")
        if text == "/quit":
            break
        sock.sendall(text.encode("utf-8"))
    sock.close()


def server_tcp():
    srv = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    srv.bind((IP, TCP_PORT))
    srv.listen()
    print("Listening ...")
    conn, addr = srv.accept()
    print(f"{addr} joined, type /quit to leave")
    threading.Thread(target=recv_tcp, args=(conn,), daemon=True).start()
    send_tcp(conn)


def client_tcp():
    c = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    c.connect((IP, TCP_PORT))
    print("Connected, type /quit to leave")
    threading.Thread(target=recv_tcp, args=(c,), daemon=True).start()
    send_tcp(c)


peer = None


def server_udp():
    global peer
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((IP, UDP_PORT))
    print("UDP server started, waiting for first message")

    def rx():
        global peer
        while True:
            data, addr = s.recvfrom(4096)
            peer = addr
            print("\n[peer] " + data.decode("utf-8"))

    threading.Thread(target=rx, daemon=True).start()
    while True:
        text = input("> ")
        if text == "/quit":
            break
        if peer is None:
            print("nobody here yet")
        else:
            s.sendto(text.encode("utf-8"), peer)


def client_udp():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("", 0))

    def rx():
        while True:
            data, addr = s.recvfrom(4096)
            print("\n[peer] " + data.decode("utf-8"))

    threading.Thread(target=rx, daemon=True).start()
    while True:
        text = input("> ")
        if text == "/quit":
            break
        s.sendto(text.encode("utf-8"), (IP, UDP_PORT))


print("===== CHAT =====")
print("1. TCP server")
print("2. TCP client")
print("3. UDP server")
print("4. UDP client")
c = input("Your choice: ")
if c == "1":
    server_tcp()
elif c == "2":
    client_tcp()
elif c == "3":
    server_udp()
elif c == "4":
    client_udp()
else:
    print("Wrong choice")
