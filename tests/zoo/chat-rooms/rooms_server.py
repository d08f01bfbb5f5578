import socket, threading

ROOMS = {"1": ("general", []), "2": ("sports", []), "3": ("movies", [])}
names = {}

def menu():
    out = "Rooms:\n"
    for k in ROOMS:
        out += "  " + k + ". " + ROOMS[k][0] + " (" + str(len(ROOMS[k][1])) + " people)\n"
    return out + "Select room number: "

def toRoom(room, text, notTo=None):
    print("[" + room[0] + "] " + text)
    for c in room[1][:]:
        if c is not notTo:
            try: c.send((text + "\n").encode())
            except OSError: pass

def work(c):
    room = None
    try:
        c.send(b"Hello! Your name: ")
        name = c.recv(500).decode().strip()
        names[c] = name
        c.send(menu().encode())
        k = c.recv(500).decode().strip()
        while k not in ROOMS:
            c.send(b"No such room. Select room number: ")
            data = c.recv(500)
            if not data: return
            k = data.decode().strip()
        room = ROOMS[k]
        room[1].append(c)
        c.send(("You are in room " + room[0] + ". Write /change for another room, /quit to leave\n").encode())
        toRoom(room, name + " joined " + room[0], c)
        while True:
            data = c.recv(2000)
            if not data: break
            msg = data.decode().strip()
            if msg == "": continue
            if msg == "/quit": break
            if msg == "/change":
                room[1].remove(c)
                toRoom(room, name + " went to another room")
                room = None
                c.send(menu().encode())
                k = c.recv(500).decode().strip()
                room = ROOMS.get(k, ROOMS["1"])
                room[1].append(c)
                toRoom(room, name + " joined " + room[0], c)
                continue
            toRoom(room, name + " # " + msg, c)
    except OSError as e:
        print("error", e)
    finally:
        if room and c in room[1]:
            room[1].remove(c)
            toRoom(room, names[c] + " quit")
        c.close()

srv = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
srv.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
srv.bind(("localhost", 3333))
srv.listen(20)
print("rooms server started")
while 1:
    c, a = srv.accept()
    print("client", a)
    threading.Thread(target=work, args=[c], daemon=True).start()
