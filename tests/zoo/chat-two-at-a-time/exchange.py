import socket
import threading


def carry(source, target, label):
    try:
        for line in source.makefile("rb"):
            print(label, line.decode().strip())
            target.sendall(line)
    except ConnectionError:
        pass
    for end in source, target:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


door = socket.create_server(("127.0.0.1", 5473))
while True:
    left, _ = door.accept()
    right, _ = door.accept()
    ways = [threading.Thread(target=carry, args=way) for way in ((left, right, "left:"), (right, left, "right:"))]
    for way in ways:
        way.start()
    for way in ways:
        way.join()
    left.close()
    right.close()
