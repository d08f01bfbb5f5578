import socket
import threading

def handle(conn, addr):
    print("New client", addr)
    while True:
        data = conn.recv(1024).decode()
        if not data or data == "exit":
            print(addr, "left")
            break
        print(addr, ":", data)
        conn.send(input("reply to %s: " % str(addr)).encode())
    conn.close()

s = socket.socket()
s.bind(("0.0.0.0", 12345))
s.listen(5)
print("listening")
while True:
    conn, addr = s.accept()
    threading.Thread(target=handle, args=(conn, addr)).start()
