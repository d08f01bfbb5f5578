import socket

link = socket.create_connection(("127.0.0.1", 6161))
while True:
    text = input("Gast: ")
    link.send(text.encode())
    if text == "tschuess":
        break
    print("Wirt:", link.recv(4096).decode())
link.close()
