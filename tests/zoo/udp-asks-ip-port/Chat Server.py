import socket

ip = input("Enter server IP : ")
port = int(input("Enter port number : "))
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind((ip, port))
print(f"Server started at {ip}:{port}")
while True:
    data, addr = s.recvfrom(1024)
    if not data:
        break
    print("Client -> " + data.decode())
    msg = input("Server -> ")
    s.sendto(msg.encode(), addr)
    if msg in ("exit", "quit"):
        break
s.close()
