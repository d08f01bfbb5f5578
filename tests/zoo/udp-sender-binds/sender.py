from socket import *
s=socket(AF_INET,SOCK_DGRAM)
s.bind(('',6789))
print("waiting")
while 1:
    m,a=s.recvfrom(2048)
    m=m.decode()
    print("recieved:",m)
    if m=='bye':
        break
    r=input("enter msg:")
    s.sendto(r.encode(),a)
s.close()
