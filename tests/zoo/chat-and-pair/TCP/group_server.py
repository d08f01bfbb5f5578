import socket, threading
conns = set()
lock = threading.Lock()
def work(c):
    while True:
        try:
            d = c.recv(1024)
        except OSError:
            d = b""
        if not d:
            break
        print(d.decode())
        with lock:
            for o in conns:
                if o is not c:
                    o.sendall(d)
    with lock:
        conns.discard(c)
    c.close()
s = socket.socket()
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", 12345))
s.listen()
while True:
    c, a = s.accept()
    with lock:
        conns.add(c)
    threading.Thread(target=work, args=(c,), daemon=True).start()
