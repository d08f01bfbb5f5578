import socket
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(("127.0.0.1", 9009))
done = False
while not done:
    msg = client.recv(1024).decode('utf-8')
    if msg == "quit":
        done = True
    else:
        print(msg)
        msg = input("Message: ")
        client.send(msg.encode('utf-8'))
        if msg == "quit":
            done = True
client.close()
