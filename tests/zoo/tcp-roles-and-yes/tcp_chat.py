# Write a menu driven program for chatting between client and server (TCP)
import socket

def chat_server():
    port = int(input("Enter port number to listen: "))
    s = socket.socket()
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("localhost", port))
    s.listen(1)
    print("Server waiting for client...")
    c, a = s.accept()
    print("Connected to", a)
    while True:
        data = c.recv(1024).decode("latin-1")
        if not data or data == "BYE":
            print("Client has ended the chat")
            break
        print("Message from client :", data)
        reply = input("Enter reply : ")
        c.send(reply.encode("latin-1"))
    c.close()
    s.close()

def chat_client():
    port = int(input("Enter port number to connect: "))
    s = socket.socket()
    s.connect(("localhost", port))
    print("Connected to server")
    choice = "y"
    while choice == "y":
        msg = input("Enter message : ")
        s.send(msg.encode("latin-1"))
        data = s.recv(1024).decode("latin-1")
        print("Message from server :", data)
        choice = input("Do you want to continue? (y/n) : ")
        while choice not in ("y", "n"):
            choice = input("Please type y or n : ")
    s.send("BYE".encode("latin-1"))
    s.close()

print("1. Server")
print("2. Client")
print("3. Exit")
ch = input("Enter your choice: ")
if ch == "1":
    chat_server()
elif ch == "2":
    chat_client()
else:
    print("Thank you")
