# chat client, tcp or udp
import socket

HOST = "127.0.0.1"
PORT = 9999


def run_tcp():
    client = socket.socket()
    client.connect((HOST, PORT))
    while True:
        msg = input("You > ")
        client.send(msg.encode())
        if msg.lower() == "bye":
            break
        reply = client.recv(1024).decode()
        print("Server >", reply)
        if reply.lower() == "bye":
            break
    client.close()


def run_udp():
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    while True:
        msg = input("You > ")
        if msg.lower() == "bye":
            break
        client.sendto(msg.encode(), (HOST, PORT))
        data, server = client.recvfrom(1024)
        print("Server >", data.decode())
    client.close()


def main():
    protocol = input("Which protocol (TCP/UDP)? ").strip().upper()
    while protocol not in ("TCP", "UDP"):
        protocol = input("Please type TCP or UDP: ").strip().upper()
    if protocol == "TCP":
        run_tcp()
    else:
        run_udp()


main()
