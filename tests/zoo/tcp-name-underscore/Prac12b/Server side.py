import socket
import threading

def receive(conn):
    while True:
        print("\nClient:", conn.recv(1024).decode())

def main():
    s = socket.socket()
    s.bind(("127.0.0.1", 12345))
    s.listen(1)
    conn, addr = s.accept()
    threading.Thread(target=receive, args=(conn,)).start()
    while True:
        conn.send(input("You: ").encode())

if _name_ == "_main_":
    main()
