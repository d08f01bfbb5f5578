import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 12345))
while True:
    msg = input("Enter message: ")
    if msg == "exit":
        break
    s.send(msg.encode())
s.close()
