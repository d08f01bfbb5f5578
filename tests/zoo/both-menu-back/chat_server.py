"""
Practical 12 : Chat application using TCP / UDP sockets
SERVER PROGRAM (menu driven)
"""
import socket
import sys
import threading
import time

TCP_PORT = 7001
UDP_PORT = 7002
HOST = "127.0.0.1"

history = []


def menu():
    print("=" * 44)
    print("      CHAT SERVER  -  MAIN MENU")
    print("=" * 44)
    print("  1. Start TCP chat")
    print("  2. Start UDP chat")
    print("  3. View chat history")
    print("  4. Exit")
    print("=" * 44)
    return input("Enter your choice (1-4): ").strip()


def add(who, msg):
    history.append((time.strftime("%H:%M:%S"), who, msg))


def show_history():
    if not history:
        print("No messages yet.")
    for t, who, msg in history:
        print(f"  [{t}] {who}: {msg}")


def tcp_chat():
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((HOST, TCP_PORT))
    s.listen(1)
    print(f"[TCP] waiting on {HOST}:{TCP_PORT}")
    conn, addr = s.accept()
    print("[TCP] client connected:", addr)
    print("Type messages, 'menu' to return to main menu")
    alive = threading.Event()
    alive.set()

    def rx():
        while alive.is_set():
            try:
                data = conn.recv(1024)
            except OSError:
                break
            if not data:
                print("\n[TCP] client left, type menu to return")
                break
            text = data.decode()
            add("client", text)
            print(f"\n  client >> {text}\nserver >> ", end="", flush=True)

    threading.Thread(target=rx, daemon=True).start()
    while True:
        text = input("server >> ")
        if text == "menu":
            break
        add("server", text)
        try:
            conn.send(text.encode())
        except OSError:
            print("client is gone")
            break
    alive.clear()
    conn.close()
    s.close()


def udp_chat():
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind((HOST, UDP_PORT))
    print(f"[UDP] ready on {HOST}:{UDP_PORT}, waiting for the first datagram")
    state = {"addr": None}
    alive = threading.Event()
    alive.set()

    def rx():
        while alive.is_set():
            try:
                data, addr = s.recvfrom(1024)
            except OSError:
                break
            if state["addr"] is None:
                print(f"\n[UDP] talking to {addr}")
            state["addr"] = addr
            text = data.decode()
            add("client", text)
            print(f"\n  client >> {text}\nserver >> ", end="", flush=True)

    threading.Thread(target=rx, daemon=True).start()
    while True:
        text = input("server >> ")
        if text == "menu":
            break
        if state["addr"] is None:
            print("nobody to send to, wait for client")
            continue
        add("server", text)
        s.sendto(text.encode(), state["addr"])
    alive.clear()
    s.close()


def main():
    while True:
        choice = menu()
        if choice == "1":
            tcp_chat()
        elif choice == "2":
            udp_chat()
        elif choice == "3":
            show_history()
        elif choice == "4":
            print("Good bye")
            sys.exit(0)
        else:
            print("Invalid choice, try again")


if __name__ == "__main__":
    main()
