import argparse
import socket

parser = argparse.ArgumentParser()
parser.add_argument("--host", default="127.0.0.1")
parser.add_argument("--port", type=int, required=True)
args = parser.parse_args()

with socket.create_connection((args.host, args.port)) as conn:
    f = conn.makefile("r")
    while True:
        text = input("you: ")
        if text in ("exit", "quit"):
            break
        conn.sendall((text + "\n").encode())
        print("peer:", f.readline().rstrip())
