import asyncio, socket, sys, threading
link = socket.socket()
link.connect(("127.0.0.1", 5055))
def hear():
    while data := link.recv(1000):
        print(data.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    t = input()
    if t == "quit":
        break
    link.sendall(t.encode())
