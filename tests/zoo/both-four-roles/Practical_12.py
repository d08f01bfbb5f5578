import socket


def tcp_server():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.bind(("localhost", 5000))
    s.listen(1)
    conn, addr = s.accept()
    while True:
        msg = conn.recv(1024).decode()
        if not msg:
            break
        print("Client says:", msg)
        conn.send(input("Server: ").encode())
    conn.close()


def tcp_client():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.connect(("localhost", 5000))
    while True:
        msg = input("Client: ")
        if msg == "exit":
            break
        s.send(msg.encode())
        print("Server:", s.recv(1024).decode())
    s.close()


def udp_server():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(("localhost", 5001))
    while True:
        msg, addr = s.recvfrom(1024)
        print("Client:", msg.decode())
        s.sendto(input("Server: ").encode(), addr)


def udp_client():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while True:
        msg = input("Client: ")
        if msg == "exit":
            break
        s.sendto(msg.encode(), ("localhost", 5001))
        print("Server:", s.recvfrom(1024)[0].decode())
    s.close()


print("1. TCP Server")
print("2. TCP Client")
print("3. UDP Server")
print("4. UDP Client")
choice = input("Enter choice: ")
if choice == "1":
    tcp_server()
elif choice == "2":
    tcp_client()
elif choice == "3":
    udp_server()
elif choice == "4":
    udp_client()
else:
    print("Invalid choice")
