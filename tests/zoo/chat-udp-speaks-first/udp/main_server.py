#UDP CHAT SERVER
import socket
serv=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
port=int(input("Enter port to run server on: "))
serv.bind(('',port))
print("Server ready")
people={}
while True:
    data,addr=serv.recvfrom(1024)
    text=data.decode()
    who,msg=text.split('|',1)
    if addr not in people:
        people[addr]=who
        print('+ new client',who,addr)
    if msg=='exit':
        print('-',who,'has gone')
        del people[addr]
        msg='(left the chat)'
    else:
        print('['+who+']',msg)
    for p in people:
        if p!=addr:
            serv.sendto(('['+who+'] '+msg).encode(),p)
