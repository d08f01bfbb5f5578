import socket
import threading

phone = None


def ring(phone):
    while heard := phone.recv(4096):
        print("<<", heard.decode())


while True:
    order = input("DIAL, SAY <text> or HANGUP: ")
    verb, _, text = order.partition(" ")
    if verb == "DIAL":
        phone = socket.create_connection(("127.0.0.1", 7410))
        threading.Thread(target=ring, args=(phone,), daemon=True).start()
    elif verb == "SAY":
        if phone is None:
            print("You must dial first.")
        else:
            phone.sendall(text.encode())
    elif verb == "HANGUP":
        break
    else:
        print("No such order.")
if phone:
    phone.close()
