import socket
import threading

s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 12345))
s.settimeout(0.3)
friend = None
run = True

def show():
    global friend
    while run:
        try:
            data, friend = s.recvfrom(1024)
        except socket.timeout:
            continue
        print("<<", data.decode())

t = threading.Thread(target=show)
t.start()
while run:
    line = input(">> ")
    if line == "/q":
        run = False
    elif friend:
        s.sendto(line.encode(), friend)
    else:
        print("nobody there yet")
t.join()
s.close()
