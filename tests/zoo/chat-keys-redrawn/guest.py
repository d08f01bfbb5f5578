"""Reads key by key and draws its line anew at each, so that what comes in between does not tear it."""
import codecs
import os
import select
import socket
import sys
import termios
import tty

link, keys = socket.create_connection(("127.0.0.1", 9556)), sys.stdin.fileno()
usual, text, rest, letters = termios.tcgetattr(keys), "", b"", codecs.getincrementaldecoder("utf-8")()


def draw():
    sys.stdout.write("\r\x1b[K> " + text)
    sys.stdout.flush()


try:
    tty.setcbreak(keys)
    draw()
    while True:
        came = select.select([keys, link], [], [])[0]
        if link in came:
            data = link.recv(4096)
            if not data:
                break
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                sys.stdout.write(f"\r\x1b[K{line.decode()}\n")
        if keys in came:
            for key in letters.decode(os.read(keys, 64)):
                if key == "\n":
                    if text == "exit":
                        raise SystemExit
                    link.sendall(f"{text}\n".encode())
                    sys.stdout.write("\n")
                    text = ""
                elif key.isprintable():
                    text += key
        draw()
finally:
    termios.tcsetattr(keys, termios.TCSADRAIN, usual)
