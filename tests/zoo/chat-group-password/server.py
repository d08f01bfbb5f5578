import socket, threading
PASSWORD = "swordfish"
groups = {}
def serve(c):
    f = c.makefile("r")
    g, p, n = f.readline().strip(), f.readline().strip(), f.readline().strip()
    if p != PASSWORD:
        c.sendall(b"wrong password\n"); c.close(); return
    groups.setdefault(g, {})
    if n in groups[g]:
        c.sendall(b"name taken\n"); c.close(); return
    groups[g][n] = c
    for line in f:
        print(g, n, line.strip())
        for m, o in list(groups[g].items()):
            if m != n:
                o.sendall(f"{n}: {line}".encode())
    del groups[g][n]
s = socket.create_server(("127.0.0.1", 5088))
while True:
    c, a = s.accept()
    threading.Thread(target=serve, args=(c,), daemon=True).start()
