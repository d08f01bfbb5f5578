import socket

BUFFER = b""


def take(link):
    global BUFFER
    while b"\n" not in BUFFER and (more := link.recv(2048)):
        BUFFER += more
    line, _, BUFFER = BUFFER.partition(b"\n")
    return line.decode()


name = input("Who are you? ")
with socket.create_connection(("127.0.0.1", 7430)) as link:
    link.sendall(f"{name}\n".encode())
    mine = take(link) == "BEGIN"
    while True:
        if mine:
            words = input("Over to you: ")
            link.sendall(f"{words}\n".encode())
            if words == "over":
                break
        else:
            heard = take(link)
            if not heard:
                break
            print(heard)
        mine = not mine
