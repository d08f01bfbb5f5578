import socket
import sys

if len(sys.argv) != 2:
    print("Usage: python chat_server.py tcp|udp")
    sys.exit(1)

mode = sys.argv[1].lower()

if mode == "udp":
    sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sock.bind(("", 6789))
    print("UDP server is running")
    while True:
        data, addr = sock.recvfrom(2048)
        print(f"{addr}: {data.decode()}")
        answer = input("> ")
        sock.sendto(answer.encode(), addr)
        if answer == "q":
            break
    sock.close()
    sys.exit(0)

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.bind(("", 6789))
sock.listen(1)
print("TCP server is running")
while True:
    conn, addr = sock.accept()
    print("connected by", addr)
    while True:
        data = conn.recv(2048)
        if not data:
            print("gone")
            break
        print(f"{addr}: {data.decode()}")
        answer = input("> ")
        conn.sendall(answer.encode())
    conn.close()
