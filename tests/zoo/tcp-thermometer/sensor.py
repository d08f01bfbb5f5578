import random
import socket
import time

sensor = socket.socket()
sensor.connect(("127.0.0.1", 6150))
while True:
    sensor.sendall(str(random.randint(15, 25)).encode())
    time.sleep(3)
