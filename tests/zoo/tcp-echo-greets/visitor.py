import socket

link = socket.socket()
link.connect(("127.0.0.1", 7410))
while True:
    words = input("Say something: ")
    link.send(words.encode())
    print(link.recv(512).decode())
    if words == "over":
        break
link.close()
