import socket, threading, sys
group = input("Group name: ")
password = input("Password: ")
name = input("Your name: ")
s = socket.create_connection(("127.0.0.1", 5088))
s.sendall(f"{group}\n{password}\n{name}\n".encode())
def hear():
    for line in s.makefile("r"):
        print(line.strip())
threading.Thread(target=hear, daemon=True).start()
for line in sys.stdin:
    if line.strip() == "quit":
        break
    s.sendall(line.encode())
