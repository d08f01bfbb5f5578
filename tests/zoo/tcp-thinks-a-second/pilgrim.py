import socket
import time

temple = socket.create_connection(("127.0.0.1", 8933))
while (asked := input("pilgrim: ")) != "enough":
    temple.sendall(asked.encode())
    told = temple.recv(4096)
    time.sleep(1.5)
    print("told:", told.decode())
temple.close()
