import socket
import time
sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("127.0.0.1", 12345))
while True:
    msg = input("client :: ")
    sock.send(msg.encode())
    if msg == "byebye":
        break
    time.sleep(0.2)
    data = sock.recv(1024).decode()
    print("server ::", data)
    if data == "byebye":
        break
sock.close()
