import random
w = int(input("Enter window size : "))
n = int(input("Enter number of frames : "))
i = 0
while i < n:
    for j in range(i, min(i + w, n)):
        print("Frame", j, "sent")
    lost = random.choice([True, False, False])
    if lost:
        print("No ack for frame", i, "- go back and resend")
    else:
        print("Ack received up to", min(i + w, n) - 1)
        i += w
