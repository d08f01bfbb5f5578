"""Five of the grader's checks on a TCP pair with known names, prompts and port, as one writes them for check50.

Each starts both programs anew, since nothing that runs can be handed from one check to the next.
"""
import time
from pathlib import Path

import check50

PORT = 12345
LISTENS = f":{PORT:04X} 00000000:0000 0A"  # as it stands in /proc/net/tcp: check50 has nothing that waits for a port


def start():
    server = check50.run("python3 server.py")
    while LISTENS not in Path("/proc/net/tcp").read_text():
        time.sleep(0.005)
    return server, check50.run("python3 client.py").stdout("Enter Message ", regex=False)


def say(server, client, message, answer):
    client.stdin(message, prompt=False)
    server.stdout(message, regex=False).stdout("Enter Reply ", regex=False)
    server.stdin(answer, prompt=False)
    client.stdout(answer, regex=False).stdout("Enter Message ", regex=False)


@check50.check()
def starts():
    """Both programs start, and go on running"""
    start()


@check50.check(starts)
def message():
    """A message typed at the client is shown at the server"""
    server, client = start()
    client.stdin("hello", prompt=False)
    server.stdout("hello", regex=False)


@check50.check(message)
def reply():
    """A reply typed at the server is shown at the client"""
    say(*start(), "hello", "hey")


@check50.check(reply)
def turns():
    """The conversation goes on for several turns"""
    server, client = start()
    for number in range(4):
        say(server, client, f"message {number}", f"reply {number}")


@check50.check(turns)
def stops():
    """The stop word ends the client"""
    server, client = start()
    client.stdin("exit", prompt=False).exit(0)
