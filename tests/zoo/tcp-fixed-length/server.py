import socket
from mysocket import MySocket, MSGLEN

# create an INET, STREAMing socket
serversocket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
# bind the socket to a public host, and a well-known port
serversocket.bind((socket.gethostname(), 8080))
# become a server socket
serversocket.listen(5)

while True:
    # accept connections from outside
    (clientsocket, address) = serversocket.accept()
    print("connected", address)
    ct = MySocket(clientsocket)
    try:
        while True:
            msg = ct.myreceive().decode().rstrip()
            print("client:", msg)
            if msg == "over":
                break
            reply = input("server: ")
            ct.mysend(reply.ljust(MSGLEN).encode())
    except RuntimeError as e:
        print(e)
    clientsocket.close()
