import os
import socket

PLACE = "talk.sock"
if os.path.exists(PLACE):
    os.remove(PLACE)

door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
door.bind(PLACE)
door.listen(1)
caller, _ = door.accept()
while True:
    heard = caller.recv(1024).decode()
    if not heard:
        break
    print("Caller:", heard)
    caller.sendall(input("Answer: ").encode())
