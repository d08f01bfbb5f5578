import socket, threading
s = socket.socket()
s.connect(("127.0.0.1", 12345))
nick = input("nick: ")
def rx():
    while True:
        d = s.recv(1024)
        if not d:
            break
        print(d.decode())
threading.Thread(target=rx, daemon=True).start()
while True:
    m = input()
    if m == "bye":
        break
    s.sendall(f"{nick}: {m}".encode())
s.close()
