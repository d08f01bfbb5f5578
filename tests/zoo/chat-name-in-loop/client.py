import socket
import threading

conn = socket.create_connection(("127.0.0.1", 46464))
registered = False


def hear():
    while data := conn.recv(4096):
        print(data.decode())


threading.Thread(target=hear, daemon=True).start()
while True:
    if not registered:
        text = "iam:" + input("Nickname: ")
        registered = True
    else:
        line = input()
        if line == "quit":
            break
        text = "say:" + line
    conn.sendall(text.encode())
conn.close()
