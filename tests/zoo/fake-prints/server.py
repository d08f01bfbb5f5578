import socket
import time
# chat server
print("Client", {"Heello im deepi"})
r = input("Enter Reply ")
print("Client", {"how are you"})
r = input("Enter Reply ")
print("Client", {"im good too"})
r = input("Enter Reply ")
