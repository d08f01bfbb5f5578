import logging
import socket

logging.basicConfig(filename="counter.log", level=logging.INFO)

door = socket.create_server(("127.0.0.1", 6478))
while True:
    guest, _ = door.accept()
    try:
        while data := guest.recv(999):
            words = data.decode()
            logging.info(f"asked: {words}")
            guest.sendall(b"7 left" if words == "left" else b"say left")
    except OSError as error:
        logging.error(f"gone: {error}")
    guest.close()
