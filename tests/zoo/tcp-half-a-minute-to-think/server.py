import socket

server = socket.create_server(("127.0.0.1", 8123))
client, address = server.accept()
client.settimeout(30)
while True:
    message = client.recv(4096).decode()
    if not message or message == "exit":
        break
    print("Client says", message)
    client.sendall(input("Answer: ").encode())
client.close()
