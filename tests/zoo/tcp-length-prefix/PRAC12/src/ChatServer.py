import socket

from protocol import Channel, ConnectionClosed


class ChatServer:
    def __init__(self, host="0.0.0.0", port=50007):
        self.listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.listener.bind((host, port))
        self.listener.listen(5)

    def serve_forever(self):
        while True:
            print("-- no one here, waiting --")
            sock, (ip, port) = self.listener.accept()
            print("-- {} connected --".format(ip))
            channel = Channel(sock)
            try:
                self.talk(channel)
            except ConnectionClosed:
                print("-- connection lost --")
            finally:
                channel.close()

    def talk(self, channel):
        while True:
            print(channel.receive())
            channel.send(input("> "))


if __name__ == "__main__":
    try:
        ChatServer().serve_forever()
    except KeyboardInterrupt:
        print("\nserver stopped")
