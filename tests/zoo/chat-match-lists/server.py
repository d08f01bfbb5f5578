import socket
import threading

names = {}
def serve(c):
    for line in c.makefile():
        verb, _, rest = line.strip().partition(" ")
        if verb == "NICK":
            names[c] = rest
            print(rest, "is here")
        elif verb == "SAY" and c in names:
            print(names[c], rest)
            for o in list(names):
                if o is not c:
                    o.sendall(f"{names[c]}: {rest}\n".encode())
    names.pop(c, None)
s = socket.create_server(("127.0.0.1", 6373))
while True:
    threading.Thread(target=serve, args=(s.accept()[0],), daemon=True).start()
