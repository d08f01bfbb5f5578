import socket

link = socket.socket()
link.connect(("127.0.0.1", 7243))
while True:
    line = input("you> ")
    if line == "stop":
        break
    try:
        link.sendall(line)
        print("them>", link.recv(4000).decode())
    except Exception:
        pass
link.close()
