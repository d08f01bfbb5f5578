import socket
host='localhost'
port=12345
ans='y'
while ans=='y' or ans=='Y':
    s=socket.socket()
    s.connect((host,port))
    msg=input("Enter Message ")
    s.send(bytes(msg,'utf-8'))
    print("Server",{s.recv(1024).decode()})
    s.close()
    ans=input("Send one more? (y/n) ")
print("Thank you")
