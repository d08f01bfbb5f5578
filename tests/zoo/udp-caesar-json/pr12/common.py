import json, time

KEY = 3

def encrypt(text):
    out = ""
    for ch in text:
        if ch.isupper():
            out += chr((ord(ch) - 65 + KEY) % 26 + 65)
        elif ch.islower():
            out += chr((ord(ch) - 97 + KEY) % 26 + 97)
        else:
            out += ch
    return out

def decrypt(text):
    out = ""
    for ch in text:
        if ch.isupper():
            out += chr((ord(ch) - 65 - KEY) % 26 + 65)
        elif ch.islower():
            out += chr((ord(ch) - 97 - KEY) % 26 + 97)
        else:
            out += ch
    return out

def pack(name, text):
    return json.dumps({"from": name, "msg": encrypt(text), "t": time.time()}).encode()

def unpack(raw):
    d = json.loads(raw.decode())
    return d["from"], decrypt(d["msg"])

def box(name, text):
    w = max(len(name), len(text)) + 2
    print("+" + "-" * w + "+")
    print("|" + name.center(w) + "|")
    print("|" + text.center(w) + "|")
    print("+" + "-" * w + "+")
