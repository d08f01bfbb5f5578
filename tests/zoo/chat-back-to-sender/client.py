import socket
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 5555))
while True:
    msg = input("> ")
    client.send(msg.encode())
    if msg == "exit":
        break
    print(client.recv(1024).decode())
