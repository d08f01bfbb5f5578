import socket
srv = socket.create_server(("127.0.0.1", 6272))
link, _ = srv.accept()
mine = False
buf = link.makefile("r")
while True:
    if mine:
        line = input("A: ")
        link.sendall((line + "\n").encode())
        if line.endswith("over"):
            mine = False
    else:
        line = buf.readline()
        if not line:
            break
        print("B:", line.rstrip())
        if line.rstrip().endswith("over"):
            mine = True
