import socket
import threading

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(0.3)
friend = ("127.0.0.1", 12345)
s.sendto(b"joined", friend)
run = True

def show():
    while run:
        try:
            data, addr = s.recvfrom(1024)
        except socket.timeout:
            continue
        print("<<", data.decode())

t = threading.Thread(target=show)
t.start()
while run:
    line = input(">> ")
    if line == "/q":
        run = False
    else:
        s.sendto(line.encode(), friend)
t.join()
s.close()
