"""python talk.py wait, in one window; python talk.py call, in another one."""
import socket
import sys

WHERE = ("127.0.0.1", 27015)


def wait():
    with socket.create_server(WHERE) as door:
        link, _ = door.accept()
        with link:
            while heard := link.recv(2048):
                print("caller:", heard.decode())
                link.sendall(input("answer: ").encode())


def call():
    with socket.create_connection(WHERE) as link:
        while (words := input("say: ")) != "over":
            link.sendall(words.encode())
            print("answer:", link.recv(2048).decode())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    {"wait": wait, "call": call}[sys.argv[1]]()
