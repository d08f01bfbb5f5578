import socket
s = socket.socket()
s.connect(('localhost', 12345))
while True:
    m = input("Enter message: ")
    if m == "exit":
        break
    s.sendall(m.encode())
    print("Echo:", s.recv(1024).decode())
s.close()
