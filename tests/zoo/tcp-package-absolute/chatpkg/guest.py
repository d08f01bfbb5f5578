from chatpkg.common import Helper


class Guest:
    def __init__(self, host, port):
        self.helper = Helper()
        self.helper.connect(host, port)

    def run(self):
        while True:
            text = input("guest> ")
            if text == "leave":
                break
            self.helper.send(text)
            print("host:", self.helper.receive())
