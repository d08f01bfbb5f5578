import socket

name = input("Enter your name: ")
host = input("Enter server address: ")
port = int(input("Enter port: "))

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect((host, port))
s.send(name.encode())
s_name = s.recv(1024).decode()
print(s_name, "has joined the chat room\nEnter [e] to exit chat room")

while True:
    message = s.recv(1024).decode()
    print(s_name, ":", message)
    message = input("Me : ")
    if message == "[e]":
        message = "Left chat room!"
        s.send(message.encode())
        break
    s.send(message.encode())
