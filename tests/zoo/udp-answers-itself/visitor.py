import socket

DESK = ("127.0.0.1", 7311)
visitor = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    question = input("question: ")
    if question == "quit":
        break
    visitor.sendto(question.encode(), DESK)
    answer, _ = visitor.recvfrom(2048)
    print("desk answers:", answer.decode())
visitor.close()
