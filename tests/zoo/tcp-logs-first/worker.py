import socket

boss = socket.create_connection(("127.0.0.1", 6430))
while (report := input("worker: ")) != "home":
    boss.sendall(report.encode())
    print("boss:", boss.recv(4096).decode())
