import socket

PORT = 8642


def serve(guest):
    text = guest.recv(2048).decode()
    print("Guest:", text)
    guest.sendall(input("Host: ").encode())
    guest.close()


host = socket.socket()
host.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
host.bind(("127.0.0.1", PORT))
host.listen()
while True:
    guest, where = host.accept()
    serve(guest)
