import getpass
import socket
import sys
import threading

s = socket.socket()
try:
    s.connect(("127.0.0.1", 6565))
except ConnectionRefusedError:
    sys.exit("The server is not running!")
f = s.makefile("rw", encoding="utf-8", newline="\n")

print("===== WELCOME TO PYCHAT =====")
while True:
    print("1) Login\n2) Register\n3) Quit")
    ch = input("Your choice: ").strip()
    if ch == "3":
        sys.exit()
    if ch not in ("1", "2"):
        print("Please type 1, 2 or 3")
        continue
    user = input("Username: ").strip()
    pw = getpass.getpass("Password: ")
    if ch == "2" and getpass.getpass("Repeat password: ") != pw:
        print("!! the passwords differ")
        continue
    f.write(("LOG" if ch == "1" else "REG") + f"|{user}|{pw}\n")
    f.flush()
    answer = f.readline().strip()
    if answer == "OK":
        break
    print("!!", answer[3:])

print(f"Logged in as {user}. Commands: /online, /logout")


def incoming():
    for line in f:
        print(line, end="")


threading.Thread(target=incoming, daemon=True).start()
while True:
    msg = input()
    if msg == "/logout":
        break
    s.sendall((msg + "\n").encode())
s.shutdown(socket.SHUT_RDWR)
print("You are logged out.")
