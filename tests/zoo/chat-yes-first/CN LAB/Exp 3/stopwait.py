import random, time
n = int(input("Enter number of frames: "))
i = 0
while i < n:
    print("Sending frame", i)
    time.sleep(0.5)
    if random.random() < 0.2:
        print("Ack lost, resending frame", i)
        continue
    print("Ack received for frame", i)
    i += 1
