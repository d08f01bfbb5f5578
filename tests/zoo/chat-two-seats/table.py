import socket
import threading

seats = []


def serve(seat):
    with seat, seat.makefile("r", encoding="utf-8") as lines:
        try:
            for line in lines:
                print("said:", line.rstrip("\n"))
                for other in seats:
                    if other is not seat:
                        other.sendall(line.encode())
        except OSError:
            pass


table = socket.create_server(("127.0.0.1", 7633))
while len(seats) < 2:
    seat, _ = table.accept()
    seats.append(seat)
    threading.Thread(target=serve, args=(seat,), daemon=True).start()
print("both are here")
threading.Event().wait()
