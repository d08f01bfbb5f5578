import socketserver
import threading
from collections import defaultdict, deque

rooms = defaultdict(list)
old = defaultdict(lambda: deque(maxlen=10))
mutex = threading.Lock()


class ChatHandler(socketserver.StreamRequestHandler):

    def say(self, s):
        self.wfile.write((s + '\n').encode('utf8'))

    def ask(self, question):
        self.say(question)
        return self.rfile.readline().decode('utf8').strip()

    def to_room(self, text):
        with mutex:
            old[self.room].append(text)
            for h in rooms[self.room]:
                if h is self:
                    continue
                h.say(text)

    def handle(self):
        self.say('=== Welcome to the Chat Server of Batch B2 ===')
        self.name = self.ask('Enter your name:')
        roll = self.ask('Enter your roll no:')
        while not roll.isdigit():
            roll = self.ask('Roll no must be a number. Enter your roll no:')
        self.room = self.ask('Which room do you want to join (general/sports/movies)?')
        if self.room not in ('general', 'sports', 'movies'):
            self.say('No such room, putting you in general')
            self.room = 'general'
        with mutex:
            for line in old[self.room]:
                self.say('(old) ' + line)
            rooms[self.room].append(self)
        print(f'{self.name} (roll {roll}) -> {self.room}')
        self.to_room(f'* {self.name} joined {self.room}')
        self.say('You can chat now. Type bye to leave.')
        for raw in self.rfile:
            msg = raw.decode('utf8').strip()
            if msg == 'bye':
                break
            self.to_room(f'[{self.room}] {self.name}: {msg}')
        self.say('Bye!')


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


if __name__ == '__main__':
    with Server(('', 9191), ChatHandler) as s:
        print('Room server ready on port 9191')
        s.serve_forever()
