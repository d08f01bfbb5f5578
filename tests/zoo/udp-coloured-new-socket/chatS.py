import socket
GREEN = '\033[92m'
RESET = '\033[0m'
server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 12345))
print(GREEN + "=== CHAT SERVER STARTED ===" + RESET)
while True:
    msg, addr = server.recvfrom(1024)
    print(f"{GREEN}[{addr[0]}:{addr[1]}]{RESET} {msg.decode()}")
    if msg.decode() == "quit":
        break
    reply = input("Reply > ")
    server.sendto(reply.encode(), addr)
