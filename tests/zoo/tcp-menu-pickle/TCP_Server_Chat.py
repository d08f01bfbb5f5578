# Aim: To implement chat between client and server using TCP
# Roll no 41
import socket, pickle

HOST='localhost'
PORT=8888
s=socket.socket()
s.bind((HOST,PORT))
s.listen(1)
print("Server Started...")
print("Waiting for Client...")
c,a=s.accept()
print("Client Connected:",a)
ch='y'
while True:
    d=c.recv(4096)
    if not d:
        print("Client is gone")
        break
    m=pickle.loads(d)
    if m['type']=='end':
        print("Client selected Exit")
        break
    print("-----------------------------")
    print("Message No :",m['no'])
    print("Message    :",m['text'])
    print("-----------------------------")
    r=input("Type reply for message no "+str(m['no'])+" = ")
    c.send(pickle.dumps({'type':'reply','no':m['no'],'text':r}))
c.close()
s.close()
