import socket
import threading
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(("127.0.0.1", 12345))
s.listen(1)
print("Server is running. Waiting...")
conn, addr = s.accept()
print(f"{addr} connected. Type /q to leave")

def rcv():
    while True:
        data = conn.recv(1024)
        if not data:
            print("client left")
            conn.close()
            sys.exit()
        print("Client: " + data.decode())

threading.Thread(target=rcv).start()
while True:
    m = input()
    if m == "/q":
        conn.close()
        break
    conn.send(m.encode())
