"""
Practical 12 : Chat application using TCP / UDP sockets
CLIENT PROGRAM (menu driven)
"""
import socket
import sys
import threading

TCP_PORT = 7001
UDP_PORT = 7002
HOST = "127.0.0.1"


def menu():
    print("=" * 44)
    print("      CHAT CLIENT  -  MAIN MENU")
    print("=" * 44)
    print("  1. Connect with TCP")
    print("  2. Connect with UDP")
    print("  3. Exit")
    print("=" * 44)
    return input("Enter your choice (1-3): ").strip()


def receiver(sock):
    while True:
        try:
            data = sock.recv(1024)
        except OSError:
            break
        if not data:
            print("\nServer closed the chat")
            break
        print(f"\n  server >> {data.decode()}\nclient >> ", end="", flush=True)


def chat(kind):
    if kind == "tcp":
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        addr = (HOST, TCP_PORT)
    else:
        sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        addr = (HOST, UDP_PORT)
    try:
        sock.connect(addr)      # for UDP it only fixes the destination
    except ConnectionRefusedError:
        print("Server not started, choose the same option at server first")
        return
    print(f"Connected using {kind.upper()}, type 'menu' to return")
    threading.Thread(target=receiver, args=(sock,), daemon=True).start()
    while True:
        text = input("client >> ")
        if text == "menu":
            break
        sock.send(text.encode())
    sock.close()


while True:
    ch = menu()
    if ch == "1":
        chat("tcp")
    elif ch == "2":
        chat("udp")
    elif ch == "3":
        sys.exit()
    else:
        print("Wrong choice")
