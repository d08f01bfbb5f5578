import socket, threading, time
def serve():
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 6001))
    s.listen()
    c, a = s.accept()
    while True:
        d = c.recv(1024)
        if not d:
            break
        print("node2:", d.decode())
threading.Thread(target=serve, daemon=True).start()
out = socket.socket()
while True:
    try:
        out.connect(("127.0.0.1", 6002))
        break
    except ConnectionRefusedError:
        out.close()
        out = socket.socket()
        time.sleep(1.5)
while True:
    t = input("> ")
    if t == "end":
        break
    out.sendall(t.encode())
