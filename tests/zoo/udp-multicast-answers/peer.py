import socket

MCAST_GRP = '224.1.1.1'
MCAST_PORT = 5007

peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP)
# 1 = stay inside the lab network
peer.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL, 1)

while True:
    q = input('to group : ')
    peer.sendto(q.encode(), (MCAST_GRP, MCAST_PORT))
    d, node = peer.recvfrom(10240)
    print('node', node, ':', d.decode())
    if d == b'close':
        break
peer.close()
