"""Talk in turns: write as many lines as you like, an empty line gives the turn to the other. 'bye' ends.
   turns.py          (waits)
   turns.py ADDRESS  (calls)"""
import socket
import sys


def my_turn(f):
    print("-- your turn --")
    while True:
        line = input()
        f.write(line + "\n")
        f.flush()
        if line == "bye":
            sys.exit()
        if line == "":
            break

def their_turn(f):
    print("-- their turn --")
    while True:
        line = f.readline()
        if line in ("", "bye\n"):
            print("-- they left --")
            sys.exit()
        if line == "\n":
            break
        print(line, end="")

if len(sys.argv) == 1:
    s = socket.create_server(("127.0.0.1", 5758))
    c, _ = s.accept()
    f = c.makefile("rw")
    their_turn(f)
else:
    c = socket.create_connection((sys.argv[1], 5758))
    f = c.makefile("rw")
while True:
    my_turn(f)
    their_turn(f)
