import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
message = b'This is the message. It will be repeated.'
sock.sendto(message, ('localhost', 9999))
data, server = sock.recvfrom(4096)
print('received', data)
sock.close()
