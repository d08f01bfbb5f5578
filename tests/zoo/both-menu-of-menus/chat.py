import socket
import sys

SERVER_IP = "127.0.0.1"


def ask_port(default):
    p = input(f"Port [{default}]: ")
    if p == "":
        return default
    return int(p)


def tcp_server(port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        s.bind((SERVER_IP, port))
        s.listen()
        print("Waiting for connection...")
        conn, addr = s.accept()
        with conn:
            print("Connected:", addr)
            while True:
                data = conn.recv(1024)
                if not data or data.decode() == "stop":
                    print("Chat finished")
                    return
                print("Partner> " + data.decode())
                msg = input("Me> ")
                conn.sendall(msg.encode())
                if msg == "stop":
                    return


def tcp_client(port):
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as s:
        try:
            s.connect((SERVER_IP, port))
        except ConnectionRefusedError:
            print("Server is not running!")
            return
        while True:
            msg = input("Me> ")
            s.sendall(msg.encode())
            if msg == "stop":
                return
            data = s.recv(1024)
            if not data or data.decode() == "stop":
                print("Chat finished")
                return
            print("Partner> " + data.decode())


def udp_server(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.bind((SERVER_IP, port))
        print("Waiting for messages...")
        while True:
            data, addr = s.recvfrom(1024)
            if data.decode() == "stop":
                print("Chat finished")
                return
            print("Partner> " + data.decode())
            msg = input("Me> ")
            s.sendto(msg.encode(), addr)
            if msg == "stop":
                return


def udp_client(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        while True:
            msg = input("Me> ")
            s.sendto(msg.encode(), (SERVER_IP, port))
            if msg == "stop":
                return
            data, addr = s.recvfrom(1024)
            if data.decode() == "stop":
                print("Chat finished")
                return
            print("Partner> " + data.decode())


def protocol_menu(role):
    print("a - TCP\nb - UDP\nc - back")
    p = input("Protocol: ").lower()
    if p == "c":
        return
    if p not in ("a", "b"):
        print("Wrong letter")
        return
    port = ask_port(10000)
    if role == "server":
        tcp_server(port) if p == "a" else udp_server(port)
    else:
        tcp_client(port) if p == "a" else udp_client(port)


def main():
    while True:
        print()
        print("--- MAIN MENU ---")
        print("1 - start server")
        print("2 - start client")
        print("0 - exit")
        c = input("Select: ")
        if c == "0":
            sys.exit()
        elif c == "1":
            protocol_menu("server")
        elif c == "2":
            protocol_menu("client")
        else:
            print("Try again")


main()
