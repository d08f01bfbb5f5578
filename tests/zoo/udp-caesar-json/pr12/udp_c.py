import socket
from common import *

naam = input("आपका नाम क्या है? ")
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

while True:
    sandesh = input("संदेश लिखिए: ")
    s.sendto(pack(naam, sandesh), ("127.0.0.1", 4444))
    if sandesh == "अलविदा" or sandesh == "alvida":
        break
    raw, addr = s.recvfrom(4096)
    who, text = unpack(raw)
    box(who, text)
s.close()
