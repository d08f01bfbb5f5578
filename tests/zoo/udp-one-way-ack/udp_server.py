import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 12345))
print("Waiting for client...")
while True:
    data, addr = s.recvfrom(1024)
    print(f"Received message: {data.decode()} from {addr}")
    s.sendto(b"Message received by server", addr)
