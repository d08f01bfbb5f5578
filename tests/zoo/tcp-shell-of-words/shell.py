import shlex
import socket

sock = None
print("commands: connect HOST PORT | send TEXT | exit")
while True:
    parts = shlex.split(input("chat> "))
    if not parts:
        continue
    cmd, args = parts[0].lower(), parts[1:]
    if cmd == "connect":
        if len(args) != 2:
            print("usage: connect HOST PORT")
            continue
        sock = socket.create_connection((args[0], int(args[1])))
        print("connected")
    elif cmd == "send":
        if sock is None:
            print("not connected")
            continue
        sock.sendall(" ".join(args).encode())
        print("answer:", sock.recv(4096).decode())
    elif cmd == "exit":
        break
    else:
        print("unknown command:", cmd)
