import argparse
import socket


def speak(f):
    text = input("you: ")
    f.write(text + "\n")
    f.flush()
    return text != "exit"

def hear(f):
    text = f.readline().rstrip("\n")
    if text in ("", "exit"):
        print("other side left")
        return False
    print("other:", text)
    return True

p = argparse.ArgumentParser()
g = p.add_mutually_exclusive_group(required=True)
g.add_argument("--listen", action="store_true")
g.add_argument("--connect", metavar="HOST")
p.add_argument("--port", type=int, default=6016)
a = p.parse_args()
if a.listen:
    srv = socket.create_server(("", a.port))
    conn, _ = srv.accept()
    with conn, conn.makefile("rw") as f:
        while speak(f) and hear(f):
            pass
else:
    with socket.create_connection((a.connect, a.port)) as conn, conn.makefile("rw") as f:
        while hear(f) and speak(f):
            pass
