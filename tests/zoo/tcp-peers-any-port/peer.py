import socket
import threading

srv = socket.socket()
srv.bind(("127.0.0.1", 0))
srv.listen()
print("My port:", srv.getsockname()[1])
def serve():
    while True:
        c, _ = srv.accept()
        threading.Thread(target=show, args=(c,), daemon=True).start()
def show(c):
    with c:
        while d := c.recv(1024):
            print("<", d.decode())
threading.Thread(target=serve, daemon=True).start()
port = int(input("Port of the other: "))
out = socket.create_connection(("127.0.0.1", port))
while (t := input()) != "enough":
    out.sendall(t.encode())
