'''
Practical 5
Name: Sneha K.
Chat application TCP
'''
import socket
import time

ss = socket.socket()
print("Socket created")
ss.bind((socket.gethostname(), 1234))
print("Socket binded")
ss.listen(3)
print("Socket listening")

cs, ad = ss.accept()
print("Connection established with", ad)
for i in range(3):
    m = cs.recv(1024)
    print("Client message", i + 1, "is:", m.decode())
    time.sleep(1)
    r = input("Enter your message: ")
    cs.send(r.encode())
print("Chat over")
cs.close()
ss.close()
