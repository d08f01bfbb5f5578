import socket, threading
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
print("I am at port", s.getsockname()[1])
port = int(input("and you? "))
def rec():
    while True:
        d, a = s.recvfrom(1024)
        print("they:", d.decode())
threading.Thread(target=rec, daemon=True).start()
while True:
    t = input()
    if t == "quit":
        break
    s.sendto(t.encode(), ("127.0.0.1", port))
