import socket, threading, queue, hmac
from datetime import datetime

MAX_CLIENTS = 5
PASSWORD = 'python123'
LOGFILE = 'chat.log'


class ClientWorker:
    """one reader thread and one writer thread for each client"""

    def __init__(self, server, sock, addr):
        self.server = server
        self.sock = sock
        self.addr = addr
        self.outbox = queue.Queue()
        self.nick = None
        self.colour = 31 + (server.counter % 6)
        threading.Thread(target=self.readLoop, daemon=True).start()
        threading.Thread(target=self.writeLoop, daemon=True).start()

    def writeLoop(self):
        while True:
            item = self.outbox.get()
            if item is None:
                self.sock.close()
                return
            try:
                self.sock.sendall((item + '\n').encode())
            except OSError:
                return

    def readLoop(self):
        f = self.sock.makefile('r')
        login = f.readline().rstrip('\n').split('\t')
        if len(login) != 2 or not hmac.compare_digest(login[1], PASSWORD):
            self.outbox.put('ERR wrong password')
            self.outbox.put(None)
            return
        if len(self.server.workers) >= MAX_CLIENTS:
            self.outbox.put('ERR server is full')
            self.outbox.put(None)
            return
        self.nick = login[0]
        self.server.workers.append(self)
        self.outbox.put('OK')
        self.server.publish(f'\033[2m{self.nick} came online\033[0m')
        for line in f:
            stamp = datetime.now().strftime('%H:%M:%S')
            self.server.publish(f'\033[{self.colour}m[{stamp}] {self.nick}:\033[0m {line.strip()}', self)
        self.server.workers.remove(self)
        self.outbox.put(None)
        self.server.publish(f'\033[2m{self.nick} went offline\033[0m')


class ChatServer:
    def __init__(self, port):
        self.workers = []
        self.counter = 0
        self.sock = socket.socket()
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.sock.bind(('localhost', port))
        self.sock.listen(MAX_CLIENTS)

    def publish(self, text, sender=None):
        with open(LOGFILE, 'a') as log:
            log.write(text + '\n')
        for w in self.workers:
            if w is not sender:
                w.outbox.put(text)

    def acceptLoop(self):
        while True:
            s, a = self.sock.accept()
            self.counter += 1
            ClientWorker(self, s, a)


if __name__ == '__main__':
    srv = ChatServer(4444)
    threading.Thread(target=srv.acceptLoop, daemon=True).start()
    print('Server on. Whatever you type here is announced to all. "shutdown" ends.')
    while (cmd := input('announce> ')) != 'shutdown':
        srv.publish('\033[1;7m SERVER: ' + cmd + ' \033[0m')
