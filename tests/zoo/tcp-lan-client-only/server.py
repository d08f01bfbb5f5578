import socket
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
host = socket.gethostbyname(socket.gethostname())
s.bind(('', 12345))
s.listen(3)
print('server running on', host)
conn, addr = s.accept()
print('connection established with', addr)
while True:
    data = conn.recv(1024).decode()
    if not data:
        print('client disconnected')
        break
    print('client message : ', data)
    reply = input('enter reply : ')
    conn.send(reply.encode())
conn.close()
