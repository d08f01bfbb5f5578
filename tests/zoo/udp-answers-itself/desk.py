import socket

DESK = ("127.0.0.1", 7311)
desk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
desk.bind(DESK)
while True:
    question, visitor = desk.recvfrom(2048)
    print("visitor asks:", question.decode())
    answer = input("answer: ")
    desk.sendto(answer.encode(), DESK)
