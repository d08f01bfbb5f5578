import socket, threading
SERVER = ("127.0.0.1", 5099)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.sendto(b"hi all", SERVER)
def hear():
    while True:
        print(u.recvfrom(2000)[0].decode())
def upload(path):
    t = socket.socket()
    t.connect(SERVER)
    t.sendall(path.encode())
    with open(path, "rb") as f:
        t.sendall(f.read())
    t.close()
threading.Thread(target=hear, daemon=True).start()
while True:
    line = input()
    if line == "bye":
        break
    if line.startswith("/file "):
        upload(line[6:])
    else:
        u.sendto(line.encode(), SERVER)
