import socket


def main():
    door = socket.create_server(("127.0.0.1", 2468))
    guest, _ = door.accept()
    who = guest.recv(256).decode()
    print(who, "is here")
    guest.sendall(f"hello {who}".encode())
    while data := guest.recv(2048):
        print(f"{who}> {data.decode()}")
        guest.sendall(input("host> ").encode())
    guest.close()


main()
