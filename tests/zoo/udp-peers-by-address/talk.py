"""Talk with whoever runs this as well: each line begins with the address that it is for."""
import socket
import threading


def own_address():
    """Return the address at which this computer is reached, which the way to any other one tells."""
    probe = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    probe.connect(("203.0.113.5", 53))
    address = probe.getsockname()[0]
    probe.close()
    return address


def hear(link):
    while True:
        data, (host, port) = link.recvfrom(65535)
        print(f"{host}:{port} says {data.decode()}")


def main():
    port = int(input("Which port shall I wait at? "))
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.bind((own_address(), port))
    threading.Thread(target=hear, args=(link,), daemon=True).start()
    print("HOST:PORT and what you want to say, or exit:")
    while True:
        line = input()
        if line == "exit":
            break
        whom, _, text = line.partition(" ")
        host, _, port = whom.rpartition(":")
        link.sendto(text.encode(), (host, int(port)))


try:
    main()
except KeyboardInterrupt:
    pass
