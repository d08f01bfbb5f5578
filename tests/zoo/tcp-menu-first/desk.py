import socket

door = socket.socket()
door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
door.bind(("127.0.0.1", 6011))
door.listen(1)
guest, _ = door.accept()
lines = guest.makefile("r", encoding="utf-8")
for line in lines:
    print("guest:", line.rstrip("\n"))
    guest.sendall((input("desk: ") + "\n").encode())
guest.close()
