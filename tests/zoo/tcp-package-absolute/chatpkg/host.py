from chatpkg.common import Helper


class Host:
    def __init__(self, port):
        self.helper = Helper()
        self.helper.listen(port)

    def run(self):
        guest = self.helper.accept()
        while text := guest.receive():
            print("guest:", text)
            guest.send(input("host> "))
