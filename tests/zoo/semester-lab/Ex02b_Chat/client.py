# Ex.No 2b  CHAT - client
import socket
host = socket.gethostname()
port = 12345
s = socket.socket()
s.connect((host, port))
print("Connected to server")
while True:
    data = str(s.recv(1024), 'utf-8')
    print("Server :", data)
    if data == 'end':
        break
    msg = input("Client : ")
    s.send(bytes(msg, 'utf-8'))
    if msg == 'end':
        break
s.close()
print("Chat ended")
