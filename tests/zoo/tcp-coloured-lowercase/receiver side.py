import socket
import os
os.system("")
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("localhost", 12345))
while True:
    r = input("\x1b[35mMe:\x1b[0m ")
    s.send(r.encode())
    if r.strip().lower() in ["bye", "exit", "quit"]:
        break
    m = s.recv(4096).decode()
    if m.strip().lower() in ["bye", "exit", "quit"]:
        print("\x1b[31mFriend went offline\x1b[0m")
        break
    print("\x1b[36mFriend:\x1b[0m", m)
s.close()
