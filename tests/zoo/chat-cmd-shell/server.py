import socket
import threading

members = {}
lock = threading.Lock()


def serve(conn):
    try:
        for line in conn.makefile("r", encoding="utf-8"):
            print(line.rstrip())
            with lock:
                for other in members:
                    if other is not conn:
                        other.sendall(line.encode())
    except ConnectionError:
        pass
    finally:
        with lock:
            members.pop(conn)
        conn.close()


with socket.create_server(("", 40404)) as listener:
    while True:
        conn, address = listener.accept()
        with lock:
            members[conn] = address
        threading.Thread(target=serve, args=(conn,), daemon=True).start()
