import socket

door = socket.create_server(("127.0.0.1", 4646))
while True:
    link, _ = door.accept()
    with link, link.makefile("rw", encoding="utf-8") as lines:
        try:
            for line in lines:
                print("heard:", line.rstrip("\n"))
                print(input("answer: "), file=lines, flush=True)
        except ConnectionError:
            pass
