import socket
import threading

lines = {}


def hear(seat, line):
    with line.makefile("r", encoding="utf-8", newline="\n") as texts:
        try:
            for text in texts:
                print(f"[seat {seat}]", text.rstrip("\n"))
        except ConnectionError:
            pass
    print(f"[seat {seat}] is free")
    lines.pop(seat).close()


def accept():
    with socket.create_server(("127.0.0.1", 5475)) as door:
        while True:
            line, _ = door.accept()
            seat = min(set(range(10, 99)) - lines.keys())
            lines[seat] = line
            threading.Thread(target=hear, args=(seat, line), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
while True:
    seat, _, text = input().partition("=")
    try:
        lines[int(seat)].sendall(f"{text}\n".encode())
    except (ValueError, KeyError, OSError):
        print("seat=text, such as 10=good morning")
