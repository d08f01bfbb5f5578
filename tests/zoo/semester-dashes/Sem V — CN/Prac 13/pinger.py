import os
host = input("host: ")
os.system("ping -c 4 " + host)
