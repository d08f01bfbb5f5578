from multiprocessing.connection import Client

link = Client(("127.0.0.1", 17171), authkey=b"room 4")
line = input("You: ")
while line != "bye":
    link.send(line)
    print("Answer:", link.recv())
    line = input("You: ")
link.close()
