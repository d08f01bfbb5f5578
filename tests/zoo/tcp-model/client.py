import socket

HOST, PORT = "127.0.0.1", 12345

try:
    with socket.create_connection((HOST, PORT)) as conn, conn.makefile("r", encoding="utf-8") as lines:
        while True:
            msg = input("Enter Message ")
            if msg == "exit":
                break
            conn.sendall((msg + "\n").encode())
            reply = lines.readline()
            if not reply:
                print("Server left")
                break
            print({reply.rstrip("\n")})
except ConnectionRefusedError:
    print("Server is not running")
except (KeyboardInterrupt, EOFError):
    print()
