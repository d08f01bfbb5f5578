"""A chat server as thread tutorials write it: one thread for each client, a list, a lock, sendall to each."""
import socket
import sys
import threading

clients, lock = [], threading.Lock()


def serve(conn):
    with lock:
        clients.append(conn)
    try:
        for line in conn.makefile("rb"):
            print(line.decode(errors="replace").rstrip())
            with lock:
                for other in clients:
                    if other is not conn:
                        other.sendall(line)
    except OSError:
        pass  # it has gone
    with lock:
        clients.remove(conn)
    conn.close()


with socket.create_server(("127.0.0.1", int(sys.argv[1])), backlog=4096) as server:
    while True:
        conn, _ = server.accept()
        conn.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        threading.Thread(target=serve, args=(conn,), daemon=True).start()
