import socket

SIZE = 6
sock = socket.socket()
sock.connect(("127.0.0.1", 5757))
while True:
    text = input("to server: ")
    if text == "exit":
        break
    sock.send(text.encode())
    print("from server:", sock.recv(SIZE).decode())
sock.close()
