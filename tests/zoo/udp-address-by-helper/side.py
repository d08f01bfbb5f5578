import socket
import threading


class Side:
    def __init__(self):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def ask(self, what):
        ip = input(f"{what} IP address: ")
        port = int(input(f"{what} port: "))
        return ip, port

    def listen(self):
        while True:
            data, addr = self.sock.recvfrom(4096)
            print(f"\n{addr}: {data.decode()}")

    def run(self):
        self.sock.bind(self.ask("Your"))
        self.partner = self.ask("Partner's")
        threading.Thread(target=self.listen, daemon=True).start()
        while True:
            msg = input("> ")
            self.sock.sendto(msg.encode(), self.partner)
            if msg == "over":
                break


Side().run()
