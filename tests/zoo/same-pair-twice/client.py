import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 12345))
while True:
    msg = input("You: ")
    s.send(msg.encode())
    if msg == "exit":
        break
    print("Server: " + s.recv(1024).decode())
s.close()
