# Ex.No 2b  CHAT - server
import socket
host = socket.gethostname()
port = 12345
s = socket.socket()
s.bind((host, port))
s.listen(1)
print("Waiting for client to connect ...")
conn, addr = s.accept()
print("Got connection from", addr)
print("Type 'end' to stop the chat")
while True:
    msg = input("Server : ")
    conn.send(bytes(msg, 'utf-8'))
    if msg == 'end':
        break
    data = str(conn.recv(1024), 'utf-8')
    print("Client :", data)
    if data == 'end':
        break
conn.close()
s.close()
print("Chat ended")
