import socket
import threading

known = {}
guard = threading.Lock()


def attend(conn):
    me = None
    while True:
        try:
            data = conn.recv(4096).decode()
        except ConnectionError:
            data = ""
        if not data:
            break
        kind, _, rest = data.partition(":")
        if kind == "iam":
            me = rest
            with guard:
                known[me] = conn
            print("iam", me)
        else:
            print(me, "says", rest)
            with guard:
                for name, other in known.items():
                    if name != me:
                        other.sendall(f"{me} says {rest}".encode())
    with guard:
        known.pop(me, None)
    conn.close()


with socket.create_server(("127.0.0.1", 46464)) as listener:
    while True:
        conn, _ = listener.accept()
        threading.Thread(target=attend, args=(conn,), daemon=True).start()
