import socket
import threading

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 12345))
print("connected. Type /q to leave")

def rcv():
    while True:
        data = s.recv(1024)
        if not data:
            print("server left")
            break
        print("Server: " + data.decode())

threading.Thread(target=rcv, daemon=True).start()
while True:
    m = input()
    if m == "/q":
        s.close()
        break
    s.send(m.encode())
