import socket

HOST = '127.0.0.1'
PORT = 65432

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
    print("Client ready, type exit to stop")
    while True:
        text = input('Message: ')
        if text == 'exit':
            break
        s.sendto(text.encode(), (HOST, PORT))
        data, addr = s.recvfrom(1024)
        print('Server:', data.decode())
