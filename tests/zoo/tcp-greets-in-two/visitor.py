import socket

link = socket.create_connection(("127.0.0.1", 6530))
print(link.recv(4096).decode())
while True:
    need = input("me: ")
    if need == "done":
        break
    link.sendall(need.encode())
    print("desk:", link.recv(4096).decode())
link.close()
