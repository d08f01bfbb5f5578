import socket

for step in range(40_000):
    print(f"[boss] getting ready, step {step} of 40000")
desk = socket.create_server(("127.0.0.1", 6430))
worker, address = desk.accept()
while report := worker.recv(4096):
    print("worker:", report.decode())
    worker.sendall(input("boss: ").encode())
