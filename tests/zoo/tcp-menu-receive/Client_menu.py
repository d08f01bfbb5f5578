import socket

def menu():
    print("\n----- CLIENT MENU -----")
    print("1. Send")
    print("2. Receive")
    print("3. Exit")
    return input("Enter your choice: ")

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect(("127.0.0.1", 8888))

while True:
    ch = menu()
    if ch == "1":
        text = input("Enter message to send: ")
        sock.sendall(text.encode())
        print("Sent.")
    elif ch == "2":
        print("Waiting for message ...")
        text = sock.recv(1024).decode()
        print("Received message:", text)
    elif ch == "3":
        sock.close()
        print("Thank you")
        break
    else:
        print("Wrong choice")
