import socket


def main():
    who = input("name: ")
    with socket.create_connection(("127.0.0.1", 2468)) as link:
        print(link.recv(2048).decode())
        link.sendall(who.encode())
        while (text := input(f"{who}> ")) != "bye":
            link.sendall(text.encode())
            print("host>", link.recv(2048).decode())


main()
