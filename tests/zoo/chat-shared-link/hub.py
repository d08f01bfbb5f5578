import socket
from threading import Thread


class Hub:
    def __init__(self):
        self.door = socket.create_server(("localhost", 4100))
        self.links = []

    def open(self):
        print("hub is open")
        while True:
            self.link, address = self.door.accept()
            self.links.append(self.link)
            Thread(target=self.attend, daemon=True).start()

    def attend(self):
        while True:
            words = self.link.recv(4096)
            if not words:
                break
            print(words.decode())
            for other in self.links:
                if other is not self.link:
                    other.sendall(words)


Hub().open()
