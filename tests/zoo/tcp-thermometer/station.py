import socket

station = socket.socket()
station.bind(("127.0.0.1", 6150))
station.listen()
sensor, address = station.accept()
while True:
    value = sensor.recv(100)
    if value == b"":
        break
    print("measured", value.decode())
