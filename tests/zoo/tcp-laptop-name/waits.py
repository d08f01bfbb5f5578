import socket

waits = socket.socket()
waits.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
waits.bind((socket.gethostname(), 4711))
waits.listen(1)
while True:
    talk, _ = waits.accept()
    while heard := talk.recv(4096):
        print("other:", heard.decode())
        talk.sendall(input("me: ").encode())
    talk.close()
