import socket

door = socket.create_server(("127.0.0.1", 6161))
guest, _ = door.accept()
said = guest.recv(4096).decode()
while said != "ende":
    print("Gast:", said)
    guest.send(input("Wirt: ").encode())
    said = guest.recv(4096).decode()
print("Der Gast ist weg")
guest.close()
