import socket
table = {'192.168.1.1':'1E.4A.4A.11', '192.168.2.1':'5E.51.4B.01', '192.168.1.3':'4B.35.CD.32', '192.168.4.1':'AF.4C.67.17'}
s = socket.socket()
s.bind(('', 1234))
s.listen()
clientsocket, address = s.accept()
print(f"Connection from {address} has been established.")
ip = clientsocket.recv(1024).decode("utf-8")
mac = table.get(ip, 'No entry for given address')
clientsocket.send(bytes(mac, "utf-8"))
clientsocket.close()
