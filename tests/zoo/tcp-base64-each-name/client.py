import socket
from common import pack, unpack, read_line

host = input("Server IP [127.0.0.1]: ") or "127.0.0.1"
name = input("Your name: ")

with socket.create_connection((host, 6060)) as conn:
    while True:
        text = input(f"{name}> ")
        conn.sendall(pack(name, text))
        if text == "#end":
            break
        line = read_line(conn)
        if line is None:
            print("-- server disconnected")
            break
        stamp, who, text = unpack(line)
        print(f"[{stamp}] {who}: {text}")
