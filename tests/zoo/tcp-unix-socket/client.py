import socket

line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
line.connect("talk.sock")
while True:
    said = input("Say: ")
    if said == "done":
        break
    line.sendall(said.encode())
    print("Answer:", line.recv(1024).decode())
