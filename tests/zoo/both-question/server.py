# chat server, tcp or udp
import socket

HOST = "127.0.0.1"
PORT = 9999


def run_tcp():
    server = socket.socket()
    server.bind((HOST, PORT))
    server.listen(5)
    print("Waiting for client...")
    conn, addr = server.accept()
    print("Connected:", addr)
    while True:
        msg = conn.recv(1024).decode()
        if msg == "" or msg.lower() == "bye":
            print("Client disconnected")
            break
        print("Client >", msg)
        reply = input("You > ")
        conn.send(reply.encode())
        if reply.lower() == "bye":
            break
    conn.close()
    server.close()


def run_udp():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((HOST, PORT))
    print("Waiting for messages...")
    while True:
        msg, addr = server.recvfrom(1024)
        print("Client >", msg.decode())
        # send it back
        server.sendto(msg, addr)


def main():
    protocol = input("Which protocol (TCP/UDP)? ").strip().upper()
    while protocol not in ("TCP", "UDP"):
        protocol = input("Please type TCP or UDP: ").strip().upper()
    if protocol == "TCP":
        run_tcp()
    else:
        run_udp()


main()
