from socket import *
s=socket(AF_INET,SOCK_DGRAM)
s.connect(('localhost',6789))
while 1:
    m=input("enter msg:")
    s.send(m.encode())
    if m=='bye':
        break
    r=s.recv(2048)
    print("recieved:",r.decode())
s.close()
