import socket
import time
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.bind(("127.0.0.1", 12345))
sock.listen(1)
conn, addr = sock.accept()
print("connected", addr)
conn.setblocking(0)
while True:
    try:
        data = conn.recv(1024).decode()
    except BlockingIOError:
        time.sleep(0.2)
        continue
    print("client ::", data)
    if data == "byebye":
        break
    reply = input("server :: ")
    conn.send(reply.encode())
    if reply == "byebye":
        break
conn.close()
