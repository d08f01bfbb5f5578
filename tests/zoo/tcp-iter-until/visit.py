import socket

line = socket.create_connection(("127.0.0.1", 7117))
paper = line.makefile("rw")
for words in iter(lambda: input("visitor: "), "quit"):
    print(words, file=paper, flush=True)
    print("desk:", paper.readline().rstrip("\n"))
line.close()
