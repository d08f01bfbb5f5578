import socket
import threading

sock = socket.socket()
sock.connect(("127.0.0.1", 6373))
def reader():
    for line in sock.makefile():
        print(line, end="")
threading.Thread(target=reader, daemon=True).start()
while True:
    match input("").split(" ", 1):
        case ["/nick", name]:
            sock.sendall(f"NICK {name}\n".encode())
        case ["/say", text]:
            sock.sendall(f"SAY {text}\n".encode())
        case ["/leave"]:
            break
        case _:
            print("use /nick NAME, /say TEXT, /leave")
sock.close()
