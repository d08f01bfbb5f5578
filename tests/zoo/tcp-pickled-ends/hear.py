from multiprocessing.connection import Listener

door = Listener(("127.0.0.1", 17171), authkey=b"room 4")
while True:
    link = door.accept()
    try:
        while True:
            print("Guest says", link.recv())
            link.send(input("Your answer: "))
    except (EOFError, ConnectionError):
        print("The guest has gone")
