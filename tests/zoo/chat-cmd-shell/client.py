import cmd
import socket
import threading


class Shell(cmd.Cmd):
    intro = "open HOST PORT, then tell TEXT. bye ends it."
    prompt = "chat> "
    sock = None

    def do_open(self, rest):
        """open HOST PORT"""
        host, port = rest.split()
        self.sock = socket.create_connection((host, int(port)))
        threading.Thread(target=self.listen, daemon=True).start()

    def do_tell(self, rest):
        """tell TEXT"""
        if self.sock is None:
            print("Open a connection first.")
            return
        line = f"{rest}\n"
        self.sock.sendall(line.encode())

    def do_bye(self, rest):
        """bye"""
        return True

    def listen(self):
        for line in self.sock.makefile("r", encoding="utf-8"):
            print(line.rstrip())


Shell().cmdloop()
