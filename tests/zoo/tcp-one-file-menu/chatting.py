import socket
import threading
import os

def sending(c):
    while True:
        message = input("")
        c.send(message.encode())
        print("You: " + message)
        if message == "stop":
            os._exit(0)

def receiving(c):
    while True:
        data = c.recv(1024).decode()
        if not data or data == "stop":
            print("Partner has left")
            os._exit(0)
        print("Partner: " + data)

print("===== CHAT =====")
print("1. Host a chat (server)")
print("2. Connect to a chat (client)")
choice = input("Your choice: ")

if choice == "1":
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(("127.0.0.1", 9090))
    server.listen(1)
    print("Waiting for partner ...")
    client, _ = server.accept()
elif choice == "2":
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect(("127.0.0.1", 9090))
else:
    exit()

print("Connected! Type stop to end the chat")
threading.Thread(target=sending, args=(client,)).start()
threading.Thread(target=receiving, args=(client,)).start()
