import socket
import select
import sys

s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind(('', 12345))
s.listen(10)
l = [s]
print("chat server started on port 12345")
while True:
    r, w, e = select.select(l, [], [])
    for x in r:
        if x is s:
            c, a = s.accept()
            l.append(c)
            print("Client (%s, %s) connected" % a)
        else:
            d = x.recv(4096)
            if not d:
                print("Client left")
                l.remove(x)
                x.close()
                continue
            for y in l:
                if y is not s and y is not x:
                    y.send(d)
