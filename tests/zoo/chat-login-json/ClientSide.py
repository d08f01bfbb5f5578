# Chat Client with login
import socket
import json
import threading

s = socket.socket()
ip = input("Server IP [127.0.0.1]: ") or "127.0.0.1"
s.connect((ip, 6060))
f = s.makefile("rw")

user = input("Username: ")
pw = input("Password: ")
f.write(json.dumps({"user": user, "pass": pw}) + "\n")
f.flush()
ans = json.loads(f.readline())
if ans["type"] == "error":
    print(ans["text"])
    s.close()
    exit()
print("Login successful! Type 'logout' to leave")


def show():
    for line in f:
        m = json.loads(line)
        if m["type"] == "chat":
            print("\n(" + m["time"] + ") " + m["from"] + " >> " + m["text"])
        else:
            print("\n** " + m["text"] + " **")
        print(user + " >> ", end="", flush=True)


t = threading.Thread(target=show)
t.daemon = True
t.start()

while True:
    text = input(user + " >> ")
    if text == "logout":
        break
    if text.strip() == "":
        continue
    s.sendall((json.dumps({"text": text}) + "\n").encode())

print("Logged out")
