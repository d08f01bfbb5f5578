import socket, threading
s = socket.create_server(("127.0.0.1", 5144))
ends = {}
def serve(c):
    name = c.recv(100).decode()
    ends[name] = c
    while d := c.recv(1000):
        for n, o in ends.items():
            if n != name:
                o.sendall(name.encode() + b": " + d)
print("waiting for two")
for _ in range(2):
    c, a = s.accept()
    threading.Thread(target=serve, args=(c,)).start()
