import socket

rows = []
door = socket.create_server(("127.0.0.1", 7235))
door.settimeout(0.2)
while True:
    try:
        guest, _ = door.accept()
        guest.settimeout(None)
        rows.append((guest, guest.makefile("r")))
    except TimeoutError:
        pass
    for guest, row in rows:
        text = row.readline()
        print(text, end="")
        for other, _ in rows:
            if other is not guest:
                other.sendall(text.encode())
