import socket, time
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.setblocking(False)
while True:
    text = input("Client>> ")
    sock.sendto(text.encode(), ("127.0.0.1", 12345))
    if text == "exit":
        break
    while True:
        try:
            data, addr = sock.recvfrom(1024)
            break
        except BlockingIOError:
            time.sleep(0.1)
    print("Server>>", data.decode())
sock.close()
