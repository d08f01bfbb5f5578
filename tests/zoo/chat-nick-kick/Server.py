import socket, threading

host = '127.0.0.1'
port = 55555

server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
server.bind((host, port))
server.listen()

clients = {}

def broadcast(message):
    for client in clients:
        client.send(message)

def handle(client):
    while True:
        try:
            message = client.recv(1024)
            if not message:
                raise ConnectionError
            text = message.decode('ascii')
            if text.startswith('KICK'):
                name = text[5:]
                for c in list(clients):
                    if clients[c] == name:
                        c.close()
            else:
                broadcast(message)
        except:
            nickname = clients.pop(client)
            client.close()
            broadcast('{} left!'.format(nickname).encode('ascii'))
            break

print("Server is listening...")
while True:
    client, address = server.accept()
    print("Connected with {}".format(str(address)))
    client.send('NICK'.encode('ascii'))
    nickname = client.recv(1024).decode('ascii')
    clients[client] = nickname
    print("Nickname is {}".format(nickname))
    broadcast("{} joined!".format(nickname).encode('ascii'))
    client.send('Connected to server!'.encode('ascii'))
    thread = threading.Thread(target=handle, args=(client,))
    thread.start()
