import socket
import threading

people = {}
lock = threading.Lock()


def serve(conn):
    lines = conn.makefile("r", encoding="utf-8")
    name = lines.readline().rstrip()
    with lock:
        people[name] = conn
    print(name, "is here")
    try:
        for line in lines:
            whom, _, text = line.rstrip().partition("|")
            print(name, "to", whom, ":", text)
            with lock:
                if whom in people:
                    people[whom].sendall(f"{name}: {text}\n".encode())
                else:
                    conn.sendall(f"{whom} is not here\n".encode())
    except ConnectionError:
        pass
    with lock:
        people.pop(name, None)
    conn.close()


with socket.create_server(("127.0.0.1", 42424)) as door:
    while True:
        conn, _ = door.accept()
        threading.Thread(target=serve, args=(conn,), daemon=True).start()
