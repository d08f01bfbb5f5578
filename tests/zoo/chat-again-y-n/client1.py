import socket
import threading

print("------ CHAT CLIENT ------")
ip = input("Enter the server IP: ")
port = int(input("Enter the port number: "))
name = input("Enter your name: ")

sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
sock.connect((ip, port))
sock.send(name.encode())

def show():
    while True:
        try:
            m = sock.recv(1024).decode()
        except OSError:
            break
        if not m:
            break
        print("\n" + m, end="")

threading.Thread(target=show, daemon=True).start()

again = "y"
while again == "y":
    msg = input("Enter your message: ")
    sock.send(msg.encode())
    again = input("Do you want to send another message? (y/n): ").lower()

print("Thank you for using the chat")
sock.close()
