import socket
s=socket.socket()
host='localhost'
port=12345
s.bind((host,port))
s.listen(5)
print("Server is ready...")
while True:
    c,addr=s.accept()
    data=c.recv(1024).decode()
    print("Client",{data})
    reply=input("Enter Reply ")
    c.send(bytes(reply,'utf-8'))
    c.close()
