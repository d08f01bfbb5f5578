import socket

def menu():
    print("\n----- SERVER MENU -----")
    print("1. Send")
    print("2. Receive")
    print("3. Exit")
    return input("Enter your choice: ")

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
sock.bind(("127.0.0.1", 8888))
sock.listen(1)
print("Waiting for the client ...")
conn, addr = sock.accept()
print("Client connected:", addr[0])

while True:
    ch = menu()
    if ch == "1":
        text = input("Enter message to send: ")
        conn.sendall(text.encode())
        print("Sent.")
    elif ch == "2":
        print("Waiting for message ...")
        text = conn.recv(1024).decode()
        print("Received message:", text)
    elif ch == "3":
        conn.close()
        sock.close()
        print("Thank you")
        break
    else:
        print("Wrong choice")
