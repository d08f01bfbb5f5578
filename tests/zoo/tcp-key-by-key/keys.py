import select
import sys
import termios
import tty


def talk(link, me, you):
    """Read single keys and what comes from the other side, whichever is first."""
    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    line = ""
    try:
        while True:
            ready, _, _ = select.select([sys.stdin, link], [], [])
            if link in ready:
                text = link.recv(4096)
                if not text:
                    break
                print(f"\r{you}: {text.decode()}")
            if sys.stdin in ready:
                key = sys.stdin.read(1)
                if key not in "\r\n":
                    line += key
                    print(key, end="", flush=True)
                    continue
                print()
                if line == "close":
                    break
                link.sendall(line.encode())
                line = ""
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
