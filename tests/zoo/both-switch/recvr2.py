import argparse
import socket

parser = argparse.ArgumentParser(description="Practical 12 - client for TCP and UDP")
parser.add_argument("--port", type=int, default=12345)
parser.add_argument("--udp", action="store_true", help="use UDP instead of TCP")
args = parser.parse_args()

if not args.udp:
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.connect(("localhost", args.port))
    send = s.sendall
else:
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.settimeout(60)
    send = lambda data: s.sendto(data, ("localhost", args.port))

while True:
    text = input("Enter Message ")
    if text == "exit":
        break
    send(text.encode())
    print({s.recv(4096).decode()})
s.close()
