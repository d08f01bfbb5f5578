import socket
ss = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
ss.bind(('127.0.0.1', 12345))
ss.listen(1)
cs, ad = ss.accept()
print('CONNECTED TO', ad)
msg = ''
while msg != 'bye':
    msg = cs.recv(1024).decode()
    print('CLIENT >>', msg)
    rep = input('SERVER >> ')
    cs.send(rep.encode())
cs.close()
ss.close()
