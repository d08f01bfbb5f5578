import socket
import threading

MY_PORT = 5001
OTHER_PORT = 5002

sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(("127.0.0.1", MY_PORT))

def receive():
    while True:
        data, addr = sock.recvfrom(1024)
        print("\nFriend: " + data.decode())

t = threading.Thread(target=receive, daemon=True)
t.start()

print("Chat started. Type q to stop.")
while True:
    text = input("You: ")
    if text == "q":
        break
    sock.sendto(text.encode(), ("127.0.0.1", OTHER_PORT))
