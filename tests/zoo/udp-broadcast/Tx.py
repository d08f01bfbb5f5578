import socket, time

PORT = 37020
tx = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP)
tx.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)

print("TRANSMITTER")
n = 0
while True:
    m = input("Tx> ")
    n += 1
    tx.sendto(("%d %s %s" % (n, time.ctime(), m)).encode(), ('255.255.255.255', PORT))
    if m == "stop":
        break
tx.close()
