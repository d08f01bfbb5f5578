import socket

PORT = 37020
rx = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP)
rx.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
rx.bind(("", PORT))

print("RECEIVER")
while True:
    data, addr = rx.recvfrom(1024)
    m = data.decode()
    print("Rx", addr, m)
    if m.endswith("stop"):
        break
rx.close()
