import queue
import socket
import threading

hub = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
hub.bind(("127.0.0.1", 6300))
inbox = queue.SimpleQueue()
members = []


def listen():
    while True:
        inbox.put(hub.recvfrom(5000))


threading.Thread(target=listen, daemon=True).start()
while True:
    if inbox.empty():
        continue
    words, member = inbox.get()
    if member not in members:
        members.append(member)
    print(member[1], "says", words.decode())
    for other in members:
        if other != member:
            hub.sendto(words, other)
