import socket

LENGTH = 4


def take(link, count):
    data = b""
    while len(data) < count:
        more = link.recv(count - len(data))
        if not more:
            raise SystemExit("the server has gone")
        data += more
    return data


link = socket.create_connection(("127.0.0.1", 7712))
while True:
    text = input("Message: ")
    if text == "exit":
        break
    data = text.encode()
    link.sendall(len(data).to_bytes(LENGTH, "big") + data)
    print("Server:", take(link, int.from_bytes(take(link, LENGTH), "big")).decode())
link.close()
