import socket
import time
# chat client
m = input("Enter Message ")
print({"hey deepi"})
m = input("Enter Message ")
print({"im good"})
m = input("Enter Message ")
