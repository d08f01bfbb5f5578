import socket, threading
PORT = 5099
people = set()
def files():
    t = socket.socket()
    t.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    t.bind(("127.0.0.1", PORT))
    t.listen()
    while True:
        c, a = t.accept()
        name = c.recv(100).decode()
        with open("got_" + name, "wb") as out:
            while data := c.recv(1000):
                out.write(data)
        c.close()
threading.Thread(target=files, daemon=True).start()
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
u.bind(("127.0.0.1", PORT))
while True:
    data, who = u.recvfrom(2000)
    people.add(who)
    print(who[1], data.decode())
    for p in people:
        if p != who:
            u.sendto(data, p)
