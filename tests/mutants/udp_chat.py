"""Mutants of the chat over UDP: one mistake each, and the checks that must miss it."""
from tests.mutants.mutant import Mutant


def server(*edits):
    return {"udp/chat_server.py": list(edits)}


def client(*edits):
    return {"udp/chat_client.py": list(edits)}


MUTANTS = [
    Mutant("the client does not announce itself", client(
        ("        for _ in range(2):", "        for _ in range(0):")),
           "numbered joining leaving quiet_leaving while_typing screens odd_bytes netcat"),
    Mutant("the message is shown without its braces", server(('{str({message})}"', '{message}"')),
           "numbered while_typing screens odd_bytes netcat braces"),
    Mutant("the client leaves without a word", client(
        ('        conn.send(b"exit")', "        pass")),
           "leaving quiet_leaving screens"),
    Mutant("Ctrl-C is not told to the server", client(
        ("except (EOFError, KeyboardInterrupt):", "except EOFError:")),
           "quiet_leaving"),
    Mutant("the client waits for ever where no server is", client(
        ('            conn.send(b"")\n', '            with contextlib.suppress(OSError):\n                conn.send(b"")\n'),
        ("            conn.send(message", "            with contextlib.suppress(OSError):\n                conn.send(message"),
        ("        window.show(conn.recv", "        with contextlib.suppress(OSError):\n            window.show(conn.recv")),
           "alone bad_addresses"),
    Mutant("a message comes back to its author", server(("if address != author:", "if True:")),
           "own screens"),
    Mutant("messages carry no number", server(("f\"Client {number} {str({message})}\"", "f\"Client {str({message})}\"")),
           "numbered while_typing screens odd_bytes netcat"),
    Mutant("joining is not shown", server(('        self.tell(address, f"Client {self.arrived} joined")\n', "")),
           "joining screens netcat"),
    Mutant("exit is shown as a message", server(('        if message == "exit":\n', '        if message == "bye":\n')),
           "leaving quiet_leaving screens"),
    Mutant("an empty datagram is taken for a message", server(("        elif datagram:", "        else:")),
           "screens netcat"),
    Mutant("only a client that has announced itself is heard", server(
        ("        if address not in self.clients and (message", "        if address not in self.clients and (datagram or message")),
           "odd_bytes netcat"),
]
