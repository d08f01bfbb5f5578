import socket


def talk():
    line = socket.create_connection(("127.0.0.1", 6011))
    lines = line.makefile("r", encoding="utf-8")
    while True:
        words = input("guest: ")
        if words == "enough":
            break
        line.sendall((words + "\n").encode())
        print("desk:", lines.readline().rstrip("\n"))
    line.close()


while True:
    print("1. About this program")
    print("2. Talk to the desk")
    print("3. Go home")
    choice = int(input("What would you like? "))
    if choice == 1:
        print("A client for the desk, practical 12")
    elif choice == 2:
        talk()
        break
    elif choice == 3:
        break
    else:
        print("There is no such choice")
