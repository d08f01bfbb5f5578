import socket
from common import pack, unpack, read_line

HOST, PORT = "127.0.0.1", 6060


def session(conn):
    name = input("Your name (server): ")
    while True:
        line = read_line(conn)
        if line is None:
            print("-- client disconnected")
            return
        stamp, who, text = unpack(line)
        print(f"[{stamp}] {who}: {text}")
        if text == "#end":
            return
        conn.sendall(pack(name, input(f"{name}> ")))


with socket.socket() as srv:
    srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    srv.bind((HOST, PORT))
    srv.listen()
    print("-- server ready")
    while True:
        conn, addr = srv.accept()
        print("-- client", addr)
        with conn:
            try:
                session(conn)
            except OSError as e:
                print("-- error", e)
