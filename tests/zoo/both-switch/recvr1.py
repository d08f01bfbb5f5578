import argparse
import socket

parser = argparse.ArgumentParser(description="Practical 12 - server for TCP and UDP")
parser.add_argument("--port", type=int, default=12345)
parser.add_argument("--udp", action="store_true", help="use UDP instead of TCP")
args = parser.parse_args()

kind = socket.SOCK_DGRAM if args.udp else socket.SOCK_STREAM
server = socket.socket(socket.AF_INET, kind)
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(("localhost", args.port))

if args.udp:
    while True:
        data, client = server.recvfrom(4096)
        print("Client", {data.decode()})
        server.sendto(input("Enter Reply ").encode(), client)
else:
    server.listen()
    conn, client = server.accept()
    while True:
        data = conn.recv(4096)
        if not data:
            print("client left")
            break
        print("Client", {data.decode()})
        conn.sendall(input("Enter Reply ").encode())
    conn.close()
server.close()
