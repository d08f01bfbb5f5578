import socket
import threading

def receive(conn):
    while True:
        print("\nServer:", conn.recv(1024).decode())

def main():
    s = socket.socket()
    s.connect(("127.0.0.1", 12345))
    threading.Thread(target=receive, args=(s,)).start()
    while True:
        s.send(input("You: ").encode())

if __name__ == "__main__":
    main()
