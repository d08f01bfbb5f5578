d = input("Enter data bits: ")
p = 0
while 2 ** p < len(d) + p + 1:
    p += 1
print("Parity bits needed:", p)
