import socket
import os
os.system("")
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("localhost", 12345))
s.listen()
print("\x1b[33mWaiting for a friend...\x1b[0m")
c, a = s.accept()
print("\x1b[32mFriend online\x1b[0m")
while True:
    m = c.recv(4096).decode()
    if m.strip().lower() in ["bye", "exit", "quit"]:
        print("\x1b[31mFriend went offline\x1b[0m")
        break
    print("\x1b[36mFriend:\x1b[0m", m)
    r = input("\x1b[35mMe:\x1b[0m ")
    c.send(r.encode())
    if r.strip().lower() in ["bye", "exit", "quit"]:
        break
c.close()
s.close()
