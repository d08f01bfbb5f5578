import socket
import struct

MCAST_GRP = '224.1.1.1'
MCAST_PORT = 5007

node = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP)
node.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
node.bind(('', MCAST_PORT))
mreq = struct.pack('4sl', socket.inet_aton(MCAST_GRP), socket.INADDR_ANY)
node.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, mreq)
print('node joined group', MCAST_GRP)

while True:
    d, peer = node.recvfrom(10240)
    print('peer', peer, ':', d.decode())
    ans = input('answer : ')
    node.sendto(ans.encode(), peer)
    if ans == 'close':
        break
node.close()
