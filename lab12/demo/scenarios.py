"""Scenarios are the conversations that the demos show: the windows, what happens, how each window ends."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One window of a scenario: its name, its script, what it shows in the end, and how it has ended by then.

    `waits` is the kind of its wait in the end, where that is the point. One that is `behind` the others is not drawn.
    """

    name: str
    script: str
    shows: str
    end: str = ""  # or "left", which means with status 0, or "killed"
    waits: str = ""
    behind: bool = False


@dataclass(frozen=True)
class Turn:
    """What happens next: `who` "starts", "types" a text, or "is killed"."""

    who: str
    does: str
    text: str = ""

    def __str__(self):
        return f"{self.who} {self.does} {self.text}".rstrip()


@dataclass(frozen=True)
class Scenario:
    """A conversation: its windows and its turns.

    `port` is the one that its scripts use if they are told no other. All that a window has
    received is compared at the end, to the byte. With `redrawn` it is what can be seen on the screen, because the line
    that is being typed is drawn anew below each message. `relay` is what the network between the two is told on its
    command line, and `moral` what is to be said in the end.
    """

    transport: str
    port: int
    parts: tuple[Part, ...]
    turns: tuple[Turn, ...]
    redrawn: bool = False
    relay: tuple[str, ...] = ()
    moral: str = ""


def pair(transport):
    """Return the conversation of the practical."""
    server = Part("server", f"{transport}/recvr1.py", """\
Client {'Heello im deepi'}
Enter Reply hey deepi
Client {'how are you'}
Enter Reply im good
Client {'im good too'}
Enter Reply\x20""")
    client = Part("client", f"{transport}/recvr2.py", """\
Enter Message Heello im deepi
{'hey deepi'}
Enter Message how are you
{'im good'}
Enter Message im good too
""")
    return Scenario(transport, 12345, (server, client), (
        Turn("server", "starts"),
        Turn("client", "starts"),
        Turn("client", "types", "Heello im deepi"),
        Turn("server", "types", "hey deepi"),
        Turn("client", "types", "how are you"),
        Turn("server", "types", "im good"),
        Turn("client", "types", "im good too")))


def chat():
    """Return the conversation of the chat: three come, all talk, one leaves and one is lost."""
    server = Part("server", "tcp/chat_server.py", """\
Client 1 joined
Client 2 joined
Client 3 joined
Client 1 {'hello all'}
Client 2 {'hi 1'}
Client 3 {'I am 3'}
Client 2 left
Client 1 {'anybody?'}
Client 3 left
Client 1 {'bye'}
""")
    one = Part("client 1", "tcp/chat_client.py", """\
Client 2 joined
Client 3 joined
Enter Message hello all
Client 2 {'hi 1'}
Client 3 {'I am 3'}
Client 2 left
Enter Message anybody?
Client 3 left
Enter Message bye
Enter Message""")
    two = Part("client 2", "tcp/chat_client.py", """\
Client 3 joined
Client 1 {'hello all'}
Enter Message hi 1
Client 3 {'I am 3'}
Enter Message exit
""", "left")
    three = Part("client 3", "tcp/chat_client.py", """\
Client 1 {'hello all'}
Client 2 {'hi 1'}
Enter Message I am 3
Client 2 left
Client 1 {'anybody?'}
Enter Message""", "killed")
    return Scenario("tcp", 12346, (server, one, two, three), (
        Turn("server", "starts"),
        Turn("client 1", "starts"),
        Turn("client 2", "starts"),
        Turn("client 3", "starts"),
        Turn("client 1", "types", "hello all"),
        Turn("client 2", "types", "hi 1"),
        Turn("client 3", "types", "I am 3"),
        Turn("client 2", "types", "exit"),
        Turn("client 1", "types", "anybody?"),
        Turn("client 3", "is killed"),
        Turn("client 1", "types", "bye")), redrawn=True)


SCENARIOS = {"tcp": pair("tcp"), "udp": pair("udp"), "chat": chat()}
