import socket


def lines(link):
    with link.makefile(encoding="utf-8") as file:
        for line in file:
            yield line.rstrip("\n")


with socket.create_server(("127.0.0.1", 7430)) as door:
    print("the wire has two ends")
    first, _ = door.accept()
    heard_first = lines(first)
    one = next(heard_first)
    second, _ = door.accept()
    heard_second = lines(second)
    two = next(heard_second)
    print(f"{one} and {two} are here")
    first.sendall(b"BEGIN\n")
    second.sendall(b"LISTEN\n")
    for line in heard_first:
        print(f"{one} says {line}")
        second.sendall(f"{one}: {line}\n".encode())
        if line == "over":
            break
        line = next(heard_second, "over")
        print(f"{two} says {line}")
        first.sendall(f"{two}: {line}\n".encode())
        if line == "over":
            break
