import socket
import threading

with socket.create_connection(("127.0.0.1", 5475)) as line:
    texts = line.makefile("r", encoding="utf-8", newline="\n")
    threading.Thread(target=lambda: [print("exchange:", text.rstrip("\n")) for text in texts], daemon=True).start()
    while (text := input()) != "leave":
        line.sendall(f"{text}\n".encode())
    line.shutdown(socket.SHUT_RDWR)
