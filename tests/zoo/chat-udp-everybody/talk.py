import socket, threading
PORT = 5111
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
s.bind(("", PORT))
me = input("name: ")
def hear():
    while True:
        d, a = s.recvfrom(2000)
        t = d.decode()
        if not t.startswith(me + ":"):
            print(t)
threading.Thread(target=hear, daemon=True).start()
while True:
    t = input()
    if t == "bye":
        break
    s.sendto(f"{me}: {t}".encode(), ("255.255.255.255", PORT))
