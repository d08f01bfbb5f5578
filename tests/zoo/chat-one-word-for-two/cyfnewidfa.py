import queue
import socket
import threading

waiting = {}
key = threading.Lock()


def carry(source, target):
    try:
        with source.makefile("rb") as lines:
            for line in lines:
                print("cludo:", line.decode().strip())
                target.sendall(line)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def meet(end):
    word = b""
    while not word.endswith(b"\n"):
        letter = end.recv(1)
        if not letter:
            return
        word += letter
    with key:
        first = word not in waiting
        seat = waiting.setdefault(word, queue.Queue()) if first else waiting.pop(word)
    if first:
        other = seat.get()
    else:
        seat.put(end)
        other = None
    if other:
        threading.Thread(target=carry, args=(end, other), daemon=True).start()
        threading.Thread(target=carry, args=(other, end), daemon=True).start()


with socket.create_server(("127.0.0.1", 5476)) as door:
    while True:
        threading.Thread(target=meet, args=(door.accept()[0],), daemon=True).start()
