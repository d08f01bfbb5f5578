import socket

far = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
near = ("192.168.43.7", 6006)
while True:
    said = input("far: ")
    if said == "over":
        break
    far.sendto(said.encode(), near)
    heard, _ = far.recvfrom(65535)
    print("near:", heard.decode())
far.close()
