import socket
server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind(("127.0.0.1", 9009))
server.listen()
client, addr = server.accept()
done = False
while not done:
    msg = input("Message: ")
    client.send(msg.encode('utf-8'))
    if msg == "quit":
        done = True
    else:
        msg = client.recv(1024).decode('utf-8')
        if msg == "quit":
            done = True
        else:
            print(msg)
client.close()
server.close()
