import socket
import threading

c = socket.create_connection(("127.0.0.1", 5666))
c.send(input("Wie heisst du? ").encode())
def show():
    while True:
        d = c.recv(1024)
        if not d:
            break
        print(d.decode(), end="")
threading.Thread(target=show, daemon=True).start()
while True:
    t = input()
    if t == "schluss":
        break
    c.send(t.encode())
c.close()
