import socketserver

class Guest(socketserver.StreamRequestHandler):
    users = {}

    def handle(self):
        self.name = None
        for raw in self.rfile:
            line = raw.decode().strip()
            verb, _, arg = line.partition(" ")
            table = {"NAME": self.set_name, "EVERYBODY": self.broadcast, "TELL": self.tell, "QUIT": self.quit}
            fn = table.get(verb.upper())
            if fn is None:
                self.reply("ERR unknown command, try NAME, EVERYBODY, TELL, QUIT")
            elif fn(arg):
                break

    def reply(self, text):
        self.wfile.write((text + "\n").encode())

    def set_name(self, arg):
        if not arg or arg in self.users:
            self.reply("ERR name not possible")
            return
        self.name = arg
        self.users[arg] = self
        print(arg, "connected")
        self.reply("OK")

    def broadcast(self, arg):
        if not self.name:
            self.reply("ERR NAME first")
            return
        print(self.name, "->", arg)
        for n, u in list(self.users.items()):
            if n != self.name:
                u.reply(f"{self.name}: {arg}")

    def tell(self, arg):
        who, _, text = arg.partition(" ")
        if who in self.users:
            self.users[who].reply(f"{self.name} (private): {text}")

    def quit(self, arg):
        return True

    def finish(self):
        self.users.pop(self.name, None)
        super().finish()


class House(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


House(("127.0.0.1", 7421), Guest).serve_forever()
