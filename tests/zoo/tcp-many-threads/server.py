import socket
import threading

threading.stack_size(256 * 1024)
work = threading.Semaphore(0)
for number in range(600):
    threading.Thread(target=work.acquire, daemon=True).start()

door = socket.create_server(("127.0.0.1", 6420))
while True:
    guest, address = door.accept()
    while text := guest.recv(4096):
        print("guest:", text.decode())
        guest.sendall(input("you: ").encode())
