import socket
import threading

lines = []
guard = threading.Lock()


def attend(line, where):
    with line:
        while True:
            try:
                said = line.recv(4096)
            except ConnectionError:
                said = b""
            if not said:
                break
            print(where[1], "says", said.decode())
            with guard:
                for other in lines:
                    if other is not line:
                        other.sendall(said)
    with guard:
        lines.remove(line)


with socket.create_server(("127.0.0.1", 7410)) as exchange:
    while True:
        line, where = exchange.accept()
        with guard:
            lines.append(line)
        threading.Thread(target=attend, args=(line, where), daemon=True).start()
