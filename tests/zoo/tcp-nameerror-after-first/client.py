import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 12345))
while True:
    msg = input("Enter message: ")
    s.send(msg.encode())
    data = s.recv(1024).decode()
    print("Server says:", data)
    if data == "exit":
        break
