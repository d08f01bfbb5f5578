import socket
link = socket.create_connection(("127.0.0.1", 6272))
mine = True
buf = link.makefile("r")
while True:
    if mine:
        line = input("B: ")
        if line == "out":
            break
        link.sendall((line + "\n").encode())
        if line.endswith("over"):
            mine = False
    else:
        line = buf.readline()
        if not line:
            break
        print("A:", line.rstrip())
        if line.rstrip().endswith("over"):
            mine = True
