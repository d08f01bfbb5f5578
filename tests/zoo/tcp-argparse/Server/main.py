import argparse
import socket

parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()

with socket.create_server((args.host, args.port)) as server:
    print("listening on", args.port)
    conn, addr = server.accept()
    with conn:
        f = conn.makefile("r")
        for line in f:
            print("peer:", line.rstrip())
            answer = input("answer: ")
            conn.sendall((answer + "\n").encode())
