import socket

desk = socket.socket()
desk.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
desk.bind(("", 6530))
desk.listen(1)
while True:
    visitor, where = desk.accept()
    visitor.sendall(b"Good day. ")
    visitor.sendall(b"Say what you need.")
    while True:
        asked = visitor.recv(4096)
        if not asked:
            break
        print("visitor:", asked.decode())
        visitor.sendall(input("desk: ").encode())
    visitor.close()
