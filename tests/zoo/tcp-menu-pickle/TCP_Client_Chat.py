# Aim: To implement chat between client and server using TCP
# Roll no 41
import socket, pickle

HOST='localhost'
PORT=8888
s=socket.socket()
s.connect((HOST,PORT))
n=0
while True:
    print()
    print("1. Send Message")
    print("2. Show number of messages sent")
    print("3. Exit")
    ch=int(input("Enter your choice: "))
    if ch==1:
        n=n+1
        t=input("Enter the message: ")
        s.send(pickle.dumps({'type':'msg','no':n,'text':t}))
        print("Waiting for reply...")
        r=pickle.loads(s.recv(4096))
        print("Reply :",r['text'])
    elif ch==2:
        print("Messages sent =",n)
    elif ch==3:
        s.send(pickle.dumps({'type':'end'}))
        print("Thank You")
        break
    else:
        print("Wrong choice")
s.close()
