"""Simple one to one chat, newline framed."""
import socket

HOST, PORT = "127.0.0.1", 12345


def main():
    with socket.create_server((HOST, PORT)) as server:
        while True:
            conn, addr = server.accept()
            with conn, conn.makefile("r", encoding="utf-8", errors="replace") as lines:
                try:
                    for line in lines:
                        print("Client", {line.rstrip("\n")})
                        reply = input("Enter Reply ")
                        if reply == "exit":
                            return
                        conn.sendall((reply + "\n").encode())
                except ConnectionError:
                    pass
            print("Client left")


try:
    main()
except (KeyboardInterrupt, EOFError):
    print()
