import socket
import threading
import time

MI_PUERTO = 6301
PUERTO_DE_EVA = 6302


def recibir():
    s = socket.socket()
    s.bind(("127.0.0.1", MI_PUERTO))
    s.listen()
    c, _ = s.accept()
    while True:
        d = c.recv(1024)
        if not d:
            break
        print("Eva:", d.decode())


threading.Thread(target=recibir, daemon=True).start()
salida = socket.socket()
while salida.connect_ex(("127.0.0.1", PUERTO_DE_EVA)) != 0:
    salida.close()
    salida = socket.socket()
    time.sleep(0.5)
print("Conectada con Eva")
while True:
    t = input()
    if t == "fin":
        break
    salida.send(t.encode())
