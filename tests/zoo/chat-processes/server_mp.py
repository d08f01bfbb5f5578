from multiprocessing import Process
import socket
import pickle

clients = []

def client_process(conn, addr, clients):
    hello = pickle.loads(conn.recv(4096))
    user = hello["user"]
    print("[SERVER]", user, "joined from", addr)
    while True:
        try:
            raw = conn.recv(4096)
            if not raw:
                break
            packet = pickle.loads(raw)
            print("[%s] %s" % (packet["user"], packet["text"]))
            for other in clients:
                if other is not conn:
                    try:
                        other.send(pickle.dumps(packet))
                    except Exception:
                        pass
            if packet["text"] == "bye":
                break
        except ConnectionResetError:
            break
    print("[SERVER]", user, "left")
    conn.close()

def main():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("127.0.0.1", 4444))
    s.listen(5)
    print("[SERVER] listening on 4444")
    while True:
        conn, addr = s.accept()
        clients.append(conn)
        p = Process(target=client_process, args=(conn, addr, clients))
        p.daemon = True
        p.start()

if __name__ == "__main__":
    main()
