import socket
from common import *

naam = input("आपका नाम क्या है? ")
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 4444))
print("संदेश की प्रतीक्षा है...")

while True:
    raw, addr = s.recvfrom(4096)
    who, text = unpack(raw)
    box(who, text)
    if text == "अलविदा" or text == "alvida":
        break
    jawab = input("जवाब लिखिए: ")
    s.sendto(pack(naam, jawab), addr)
s.close()
