import socket

# ask for the role
while True:
    role = input("Do you want to be SERVER or CLIENT? ").upper()
    if role in ("SERVER", "CLIENT"):
        break
    print("Please type SERVER or CLIENT")

# ask for the protocol
while True:
    protocol = input("Which protocol (TCP/UDP)? ").upper()
    if protocol in ("TCP", "UDP"):
        break
    print("Please type TCP or UDP")

host = "127.0.0.1"
port = 8888

if role == "SERVER" and protocol == "TCP":
    server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    server.bind((host, port))
    server.listen(1)
    print("Waiting...")
    conn, addr = server.accept()
    print("Got connection from", addr)
    while True:
        text = conn.recv(1024).decode()
        if text == "" or text == "quit":
            break
        print("<<", text)
        answer = input(">> ")
        conn.send(answer.encode())
        if answer == "quit":
            break
    conn.close()
    server.close()

if role == "CLIENT" and protocol == "TCP":
    client = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    client.connect((host, port))
    while True:
        text = input(">> ")
        client.send(text.encode())
        if text == "quit":
            break
        answer = client.recv(1024).decode()
        if answer == "" or answer == "quit":
            break
        print("<<", answer)
    client.close()

if role == "SERVER" and protocol == "UDP":
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((host, port))
    print("Waiting...")
    while True:
        data, addr = server.recvfrom(1024)
        print("<<", data.decode(), "from", addr)
        server.sendto(data.upper(), addr)

if role == "CLIENT" and protocol == "UDP":
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while True:
        text = input(">> ")
        if text == "quit":
            break
        client.sendto(text.encode(), (host, port))
        answer, _ = client.recvfrom(1024)
        print("<<", answer.decode())
    client.close()
