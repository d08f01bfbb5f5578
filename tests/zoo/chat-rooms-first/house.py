import socket
import threading

rooms = {}
room_of = {}
lock = threading.RLock()


def say(link, text):
    link.sendall((text + "\n").encode())


def leave(link):
    with lock:
        rooms.get(room_of.pop(link, None), set()).discard(link)


def enter(link, room):
    with lock:
        leave(link)
        rooms[room].add(link)
        room_of[link] = room
    say(link, f"You are in {room} now.")


def obey(link, number, line):
    if line.startswith("/create "):
        room = line[8:]
        with lock:
            rooms.setdefault(room, set())
        enter(link, room)
    elif line.startswith("/enter "):
        if line[7:] in rooms:
            enter(link, line[7:])
        else:
            say(link, "There is no such room.")
    elif link not in room_of:
        say(link, "You are in no room. /create ROOM or /enter ROOM")
    else:
        print(f"[{room_of[link]}] {number}: {line}")
        with lock:
            for other in rooms[room_of[link]] - {link}:
                say(other, f"{number}: {line}")


def guest(link, number):
    say(link, "Welcome to the house.")
    try:
        with link, link.makefile(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                obey(link, number, line.rstrip("\r\n"))
    except (ConnectionError, UnicodeDecodeError):
        pass
    leave(link)


with socket.create_server(("", 7520)) as door:
    number = 0
    while True:
        link, _ = door.accept()
        number += 1
        threading.Thread(target=guest, args=(link, number), daemon=True).start()
