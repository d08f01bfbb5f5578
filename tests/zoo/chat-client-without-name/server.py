import socket
import threading

guests = {}


def look_after(guest):
    name = guest.recv(1024).decode()
    guests[guest] = name
    print(name, "has come in")
    while True:
        heard = guest.recv(1024)
        if not heard:
            break
        print(f"{name}: {heard.decode()}")
        for other in list(guests):
            if other is not guest:
                other.sendall(name.encode() + b": " + heard)
    del guests[guest]
    guest.close()


gate = socket.create_server(("127.0.0.1", 7462))
while True:
    guest, _ = gate.accept()
    threading.Thread(target=look_after, args=(guest,), daemon=True).start()
