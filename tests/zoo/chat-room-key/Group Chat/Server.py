import socket, select

class Server(object):
    def __init__(self):
        self.ip = input("Enter IP to host on: ")
        self.port = int(input("Enter port: "))
        self.key = "cn2023"
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.sock.bind((self.ip, self.port))
        self.sock.listen(10)
        self.inputs = [self.sock]
        self.names = {}

    def tell_others(self, who, text):
        for s in self.inputs:
            if s is not self.sock and s is not who and s in self.names:
                try:
                    s.send(text.encode())
                except:
                    pass

    def drop(self, s):
        self.inputs.remove(s)
        n = self.names.pop(s, None)
        if n:
            self.tell_others(s, n + " went offline")
        s.close()

    def run(self):
        print("Room is open. Room key is", self.key)
        while True:
            ready, _, _ = select.select(self.inputs, [], [])
            for s in ready:
                if s is self.sock:
                    c, a = s.accept()
                    self.inputs.append(c)
                    continue
                try:
                    data = s.recv(1024).decode()
                except ConnectionResetError:
                    data = ""
                if not data:
                    self.drop(s)
                elif s not in self.names:
                    name, key = data.split("|")
                    if key == self.key:
                        self.names[s] = name
                        s.send(("Welcome " + name).encode())
                        self.tell_others(s, name + " is online")
                    else:
                        s.send(b"Wrong key")
                        self.drop(s)
                else:
                    print("[" + self.names[s] + "]", data)
                    self.tell_others(s, self.names[s] + " wrote: " + data)

Server().run()
