import socket
cs = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
cs.connect(('127.0.0.1', 12345))
msg = ''
while msg != 'bye':
    msg = input('CLIENT >> ')
    cs.send(msg.encode())
    rep = cs.recv(1024).decode()
    print('SERVER >>', rep)
cs.close()
