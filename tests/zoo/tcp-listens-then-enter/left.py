import socket
import threading


def receive(port, name):
    srv = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    srv.bind(("0.0.0.0", port))
    srv.listen(1)
    while True:
        conn, _ = srv.accept()
        with conn:
            for line in conn.makefile():
                print(f"{name}: {line}", end="")

threading.Thread(target=receive, args=(8011, "B"), daemon=True).start()
input("Start right.py now, then press Enter")
out = socket.create_connection(("127.0.0.1", 8012))
while True:
    msg = input()
    if msg == "leave":
        break
    out.sendall(f"{msg}\n".encode())
