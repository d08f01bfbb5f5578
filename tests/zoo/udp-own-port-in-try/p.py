import socket, threading
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    try:
        mine = int(input("my port: "))
        s.bind(("", mine))
        break
    except (OSError, ValueError) as e:
        print("no:", e)
friend = ("127.0.0.1", int(input("friend's port: ")))
def rec():
    while True:
        d, a = s.recvfrom(1024)
        print("they:", d.decode())
threading.Thread(target=rec, daemon=True).start()
while True:
    t = input()
    if t == "quit":
        break
    s.sendto(t.encode(), friend)
