import socket
BLUE = '\033[94m'
RESET = '\033[0m'

def send(msg):
    # new socket for every message
    c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    c.sendto(msg.encode(), ("127.0.0.1", 12345))
    if msg == "quit":
        c.close()
        return None
    data, _ = c.recvfrom(1024)
    c.close()
    return data.decode()

while True:
    m = input("Message > ")
    r = send(m)
    if r is None:
        break
    print(BLUE + "Server: " + r + RESET)
