# Practical No 12
# Chat application using UDP
# Roll no 47

from socket import *

SIZE = 2048


def run_server(ip, port):
    sock = socket(AF_INET, SOCK_DGRAM)
    sock.bind((ip, port))
    print(f"Listening on {ip}:{port} ... (/q to leave)")
    while True:
        data, who = sock.recvfrom(SIZE)
        text = data.decode()
        if text == "/q":
            print("* other side left the chat *")
            break
        print(f"{who[0]}:{who[1]} >> {text}")
        ans = input("<< ")
        sock.sendto(ans.encode(), who)
        if ans == "/q":
            break
    sock.close()


def run_client(ip, port):
    sock = socket(AF_INET, SOCK_DGRAM)
    print("Type something (/q to leave)")
    while True:
        text = input("<< ")
        sock.sendto(text.encode(), (ip, port))
        if text == "/q":
            break
        data, who = sock.recvfrom(SIZE)
        if data.decode() == "/q":
            print("* other side left the chat *")
            break
        print(f"{who[0]}:{who[1]} >> {data.decode()}")
    sock.close()


print("=" * 30)
print("      UDP MESSENGER")
print("=" * 30)
print("1. Start server")
print("2. Start client")
print("3. Exit")
ch = input("Your choice: ")
if ch == "1" or ch == "2":
    ip = input("IP address [127.0.0.1]: ") or "127.0.0.1"
    port = int(input("Port [5005]: ") or 5005)
    if ch == "1":
        run_server(ip, port)
    else:
        run_client(ip, port)
else:
    print("ok")
