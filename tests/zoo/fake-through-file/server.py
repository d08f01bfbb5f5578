import os
import socket
import time

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.bind(("127.0.0.1", 12345))
s.listen(1)
conn, addr = s.accept()

BOX = "chatbox_" + str(addr[1])

def wait(name):
    while not os.path.exists(name):
        time.sleep(0.05)
    time.sleep(0.05)
    text = open(name).read()
    os.remove(name)
    return text

while True:
    msg = wait(BOX + ".c")
    print("Client", {msg})
    if msg == "exit":
        break
    reply = input("Enter Reply ")
    open(BOX + ".s", "w").write(reply)
conn.close()
