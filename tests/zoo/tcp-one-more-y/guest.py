import socket

END = b"|"
host = socket.create_connection(("127.0.0.1", 7370))


def hear():
    kept = b""
    while END not in kept:
        part = host.recv(512)
        if not part:
            return "end"
        kept += part
    return kept.partition(END)[0].decode()


while True:
    print("me: ", end="")
    text = input()
    host.sendall(text.encode() + END)
    if text == "end" or (said := hear()) == "end":
        break
    print("host:", said)
