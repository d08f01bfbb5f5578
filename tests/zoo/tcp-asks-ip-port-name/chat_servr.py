import socket

name = input("Enter your name: ")
host = input("Enter IP address: ")
port = int(input("Enter port: "))

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind((host, port))
s.listen(1)
print("Waiting for incoming connections...")
conn, addr = s.accept()
print("Received connection from ", addr[0], "(", addr[1], ")")
s_name = conn.recv(1024).decode()
print(s_name, "has connected to the chat room\nEnter [e] to exit chat room")
conn.send(name.encode())

while True:
    message = input("Me : ")
    if message == "[e]":
        message = "Left chat room!"
        conn.send(message.encode())
        break
    conn.send(message.encode())
    message = conn.recv(1024).decode()
    print(s_name, ":", message)
