import getpass, socket, threading, os


class ChatClient:
    def __init__(self, host='localhost', port=4444):
        self.sock = socket.socket()
        self.sock.connect((host, port))
        self.file = self.sock.makefile('r')

    def login(self):
        nick = input('Nick name : ')
        pw = getpass.getpass('Password (see the notice board, it is python123) : ')
        self.sock.sendall(f'{nick}\t{pw}\n'.encode())
        answer = self.file.readline().strip()
        if answer != 'OK':
            print('Login failed:', answer)
            return False
        print('\033[32mLogged in. /q to leave\033[0m')
        return True

    def listen(self):
        for line in self.file:
            print(line, end='')
        print('Server is gone')
        os._exit(0)

    def run(self):
        if not self.login():
            return
        threading.Thread(target=self.listen, daemon=True).start()
        while True:
            msg = input()
            if msg == '/q':
                break
            self.sock.sendall((msg + '\n').encode())


ChatClient().run()
