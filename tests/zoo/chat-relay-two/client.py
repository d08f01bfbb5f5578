import socket, threading
s = socket.create_connection(("127.0.0.1", 5144))
s.sendall(input("name: ").encode())
def hear():
    while d := s.recv(1000):
        print(d.decode())
threading.Thread(target=hear, daemon=True).start()
while True:
    t = input()
    if t == "bye":
        break
    s.sendall(t.encode())
s.close()
