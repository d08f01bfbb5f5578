# Program: TCP Chat Client
# Roll No: 47
import socket
import threading

host = "localhost"
port = 7000

client_socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
client_socket.connect((host, port))
print("Connected to server")
name = input("Enter your name : ")

def receive_messages():
    while True:
        try:
            data = client_socket.recv(1024).decode()
            if not data:
                break
            print("\n" + data)
        except:
            break

thread = threading.Thread(target=receive_messages)
thread.daemon = True
thread.start()

while True:
    message = input("Enter message : ")
    if message.lower() == "exit":
        print("Disconnected")
        client_socket.close()
        break
    client_socket.send((name + " says " + message).encode())
