import socket

HEAD = 2


def take(link, count):
    data = b""
    while len(data) < count:
        more = link.recv(count - len(data))
        if not more:
            raise SystemExit("the client has gone")
        data += more
    return data


door = socket.create_server(("127.0.0.1", 7712))
link, _ = door.accept()
while True:
    text = take(link, int.from_bytes(take(link, HEAD), "big")).decode()
    print("Client:", text)
    reply = input("Reply: ").encode()
    link.sendall(len(reply).to_bytes(HEAD, "big") + reply)
