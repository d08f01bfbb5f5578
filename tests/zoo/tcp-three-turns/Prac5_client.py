'''
Practical 5
Name: Sneha K.
Chat application TCP
'''
import socket
import time

cs = socket.socket()
print("Socket created")
cs.connect((socket.gethostname(), 1234))
print("Connected")

for i in range(3):
    m = input("Enter your message: ")
    cs.send(m.encode())
    time.sleep(1)
    r = cs.recv(1024)
    print("Server message", i + 1, "is:", r.decode())
print("Chat over")
cs.close()
