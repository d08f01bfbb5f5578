import socket

desk = socket.create_connection(("127.0.0.1", 7350))
while (title := input("Which note? ")) != "none":
    desk.send(title.encode())
    size = int(desk.recv(1024).decode())
    if not size:
        print("There is no such note.")
        continue
    desk.send(b"ok")
    got = b""
    while len(got) < size:
        got += desk.recv(1024)
    with open("my-" + title, "wb") as copy:
        copy.write(got)
    print("It is here:", size, "bytes.")
desk.close()
