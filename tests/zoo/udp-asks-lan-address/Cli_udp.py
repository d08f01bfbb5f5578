#Name: ______   Roll: B-32
#UDP secure chat
import socket,base64
key="cn"
def xor(t):
    o=""
    for i in range(len(t)):
        o+=chr(ord(t[i])^ord(key[i%2]))
    return o
ip=input("Enter server IP : ")
port=int(input("Enter server port : "))
sock=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
while 1:
    m=input("Enter message : ")
    e=base64.b64encode(xor(m).encode())
    print("Encrypted message :",e.decode())
    sock.sendto(e,(ip,port))
    if m=="end":
        break
    d,a=sock.recvfrom(4096)
    print("Encrypted reply :",d.decode())
    t=xor(base64.b64decode(d).decode())
    print("Decrypted reply :",t)
    if t=="end":
        print("Chat ended by server")
        break
sock.close()
