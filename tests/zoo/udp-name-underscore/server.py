import socket

def server_program():
    host = "127.0.0.1"
    port = 12345
    server_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server_socket.bind((host, port))
    print("Server started")
    while True:
        data, address = server_socket.recvfrom(1024)
        print("from client: " + data.decode())
        reply = input(" -> ")
        server_socket.sendto(reply.encode(), address)

if _name_ == '_main_':
    server_program()
