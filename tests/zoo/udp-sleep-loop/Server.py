import socket, time
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", 12345))
sock.setblocking(False)
print("Server running...")
while True:
    try:
        data, addr = sock.recvfrom(1024)
    except BlockingIOError:
        time.sleep(0.1)
        continue
    text = data.decode()
    print("Client>>", text)
    if text == "exit":
        break
    sock.sendto(input("Server>> ").encode(), addr)
sock.close()
