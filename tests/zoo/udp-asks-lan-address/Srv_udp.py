#Name: ______   Roll: B-32
#UDP secure chat
import socket,base64
key="cn"
def xor(t):
    o=""
    for i in range(len(t)):
        o+=chr(ord(t[i])^ord(key[i%2]))
    return o
ip="192.168.1.105"
port=9090
sock=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
sock.bind((ip,port))
print("Server IP :",ip)
print("Server Port :",port)
while 1:
    d,a=sock.recvfrom(4096)
    print("Encrypted message :",d.decode())
    t=xor(base64.b64decode(d).decode())
    print("Decrypted message :",t)
    if t=="end":
        print("Chat ended by client")
        break
    r=input("Enter reply : ")
    e=base64.b64encode(xor(r).encode())
    print("Encrypted reply :",e.decode())
    sock.sendto(e,a)
    if r=="end":
        break
sock.close()
