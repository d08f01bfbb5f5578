"""LAN chat. The client finds the server with a UDP message, then chat goes over TCP."""
import socket
import threading

DISCOVERY_PORT = 37020
CHAT_PORT = 37021
MAGIC = b"WHO_IS_SERVER"


def answer_discovery():
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    u.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    u.bind(("", DISCOVERY_PORT))
    while True:
        data, addr = u.recvfrom(1024)
        if data == MAGIC:
            u.sendto(f"SERVER:{CHAT_PORT}".encode(), addr)


def find_server():
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    u.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    u.settimeout(2)
    for target in ("127.0.0.1", "255.255.255.255"):
        try:
            u.sendto(MAGIC, (target, DISCOVERY_PORT))
            data, addr = u.recvfrom(1024)
            return addr[0], int(data.decode().split(":")[1])
        except OSError:
            continue
    return None


def show(conn):
    while True:
        try:
            data = conn.recv(1024)
        except OSError:
            return
        if not data:
            print("The other side has left")
            return
        print("Other:", data.decode())


def chat(conn):
    threading.Thread(target=show, args=(conn,), daemon=True).start()
    while True:
        line = input("Me: ")
        if line == "q":
            conn.close()
            break
        conn.sendall(line.encode())


def host():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("", CHAT_PORT))
    s.listen(1)
    threading.Thread(target=answer_discovery, daemon=True).start()
    print("Waiting for someone to join...")
    conn, addr = s.accept()
    print("Joined:", addr[0])
    chat(conn)


def join():
    found = find_server()
    if not found:
        print("No server found")
        return
    print("Found server at", found)
    conn = socket.create_connection(found)
    chat(conn)


if __name__ == "__main__":
    answer = input("(h)ost or (j)oin? ")
    if answer.startswith("h"):
        host()
    else:
        join()
