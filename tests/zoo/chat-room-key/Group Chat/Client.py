import socket, threading, getpass, os

ip = input("Server IP: ")
port = int(input("Server port: "))
name = input("Your name: ")
key = getpass.getpass("Room key: ")

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect((ip, port))
sock.send((name + "|" + key).encode())

def show():
    while True:
        data = sock.recv(1024).decode()
        if not data:
            print("Disconnected")
            os._exit(0)
        print(data)

th = threading.Thread(target=show)
th.daemon = True
th.start()

while True:
    line = input()
    if line == "exit":
        break
    if line == "":
        continue
    sock.send(line.encode())
sock.close()
