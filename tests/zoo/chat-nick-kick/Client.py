import socket, threading

nickname = input("Choose your nickname: ")
client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client.connect(('127.0.0.1', 55555))

def receive():
    while True:
        try:
            message = client.recv(1024).decode('ascii')
            if message == 'NICK':
                client.send(nickname.encode('ascii'))
            else:
                print(message)
        except:
            print("An error occured!")
            client.close()
            break

def write():
    while True:
        text = input('')
        if text.startswith('/kick '):
            client.send(('KICK ' + text[6:]).encode('ascii'))
        else:
            client.send('{}: {}'.format(nickname, text).encode('ascii'))

threading.Thread(target=receive).start()
threading.Thread(target=write).start()
