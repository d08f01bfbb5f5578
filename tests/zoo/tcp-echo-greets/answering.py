import socket

door = socket.create_server(("127.0.0.1", 7410))
while True:
    visitor, _ = door.accept()
    visitor.send("Good day!".encode())
    while data := visitor.recv(512):
        print(data.decode())
        visitor.send(f"Noted: {data.decode()}".encode())
        if data == b"over":
            break
    visitor.close()
