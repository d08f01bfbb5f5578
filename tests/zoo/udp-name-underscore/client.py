import socket

def client_program():
    host = "127.0.0.1"
    port = 12345
    client_socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    message = input(" -> ")
    while message.lower().strip() != 'bye':
        client_socket.sendto(message.encode(), (host, port))
        data, address = client_socket.recvfrom(1024)
        print('Received from server: ' + data.decode())
        message = input(" -> ")
    client_socket.close()

if _name_ == '_main_':
    client_program()
