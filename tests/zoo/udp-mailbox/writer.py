import socket

OFFICE = ("127.0.0.1", 7461)
line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
me = input("Your name: ")
line.sendto(f"I_AM;{me}".encode(), OFFICE)
print(line.recvfrom(2048)[0].decode())
while True:
    wish = input("w = write, f = fetch, q = quit: ")
    if wish == "w":
        name = input("To whom? ")
        text = input("Your letter: ")
        line.sendto(f"LEAVE;{name};{me} writes {text}".encode(), OFFICE)
        print(line.recvfrom(2048)[0].decode())
    elif wish == "f":
        line.sendto(f"FETCH;{me}".encode(), OFFICE)
        print(line.recvfrom(2048)[0].decode())
    elif wish == "q":
        break
