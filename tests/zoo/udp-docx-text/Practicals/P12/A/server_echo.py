import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('localhost', 9999))
while True:
    data, address = sock.recvfrom(4096)
    print('received', len(data), 'bytes from', address)
    if data:
        sent = sock.sendto(data, address)
