#UDP CHAT CLIENT
import socket,threading,os
server_ip=input("Enter server IP: ")
server_port=int(input("Enter server port: "))
nick=input("Enter nickname: ")
c=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
def show():
    while True:
        data,a=c.recvfrom(1024)
        print('\r'+data.decode())
        print(nick+'> ',end='',flush=True)
th=threading.Thread(target=show)
th.start()
print("You will join when you send your first message. Type exit to leave.")
while True:
    m=input(nick+'> ')
    c.sendto((nick+'|'+m).encode(),(server_ip,server_port))
    if m=='exit':
        print('Goodbye',nick)
        os._exit(0)
