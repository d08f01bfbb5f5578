import socket,time
s=socket.socket(socket.AF_INET,socket.SOCK_STREAM)
s.connect(("localhost",12345))
for i in range(4):
    t=time.time()
    s.send(b"ping")
    s.recv(1024)
    print("pong in",time.time()-t)
    time.sleep(1)
s.close()
