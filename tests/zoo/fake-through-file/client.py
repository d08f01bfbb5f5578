import os
import socket
import time

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.connect(("127.0.0.1", 12345))

BOX = "chatbox_" + str(s.getsockname()[1])

def wait(name):
    while not os.path.exists(name):
        time.sleep(0.05)
    time.sleep(0.05)
    text = open(name).read()
    os.remove(name)
    return text

while True:
    msg = input("Enter Message ")
    open(BOX + ".c", "w").write(msg)
    if msg == "exit":
        break
    print({wait(BOX + ".s")})
s.close()
