import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 12345))
members = {}
print("group chat server on 12345")
while True:
    data, addr = s.recvfrom(2048)
    text = data.decode()
    if text.startswith("/join "):
        members[addr] = text[6:]
        out = f"* {members[addr]} joined"
    elif text == "/leave":
        out = f"* {members.pop(addr, 'someone')} left"
    elif addr not in members:
        s.sendto(b"use /join NAME first", addr)
        continue
    else:
        out = f"{members[addr]}> {text}"
    print(out)
    for m in members:
        if m != addr:
            s.sendto(out.encode(), m)
