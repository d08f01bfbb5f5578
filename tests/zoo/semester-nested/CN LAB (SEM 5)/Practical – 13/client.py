import socket
import time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.settimeout(1)
for i in range(1, 11):
    start = time.time()
    s.sendto(f"ping {i}".encode(), ('localhost', 12346))
    try:
        d, a = s.recvfrom(1024)
        print("Reply from", a, "time", (time.time() - start) * 1000, "ms")
    except socket.timeout:
        print("Request timed out")
