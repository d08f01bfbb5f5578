"""Mutants of the pair over UDP: one mistake each, and the checks that must miss it."""
from tests.mutants.mutant import Mutant

GIVEN = "main(given.host.encode(), given.port)"
BAD = "except (OSError, OverflowError, RuntimeError, UnicodeError) as error:"
LEAVE = "except (EOFError, KeyboardInterrupt):"


def server(*edits):
    return {"udp/recvr1.py": list(edits)}


def client(*edits):
    return {"udp/recvr2.py": list(edits)}


MUTANTS = [
    Mutant("the tail of a long datagram is lost: recvfrom(1024)", server(("recvfrom(LIMIT)", "recvfrom(1024)")),
           "long huge"),
    Mutant("the tail of a long reply is lost: recv(1024)", client(("recv(LIMIT)", "recv(1024)")),
           "long"),
    Mutant("every reply goes to the first client", server(
        ('    reply = ""\n', '    reply, first = "", None\n'), ('        print("Client", {', '        first = client = first or client\n        print("Client", {')),
           "next_client own_replies"),
    Mutant("every reply goes to a fixed address", server(("server.sendto(reply.encode() + end, client)", "server.sendto(reply.encode() + end, (HOST, 9999))")),
           "reply server_half"),
    Mutant("the client does not connect and waits for ever where no server is", client(
        ("conn.connect((host, port))", "address = host, port; socket.socket(type=socket.SOCK_DGRAM).connect(address)"),
        ("            chat(conn)\n", "            chat(conn, address)\n"), ("def chat(conn):", "def chat(conn, address):"),
        ("turn(conn, message)\n", "turn(conn, message, address)\n"),
        ("def turn(conn, message):", "def turn(conn, message, address):"),
        ("conn.send(message.encode())", "conn.sendto(message.encode(), address)"),
        ('conn.send(b"exit")', 'conn.sendto(b"exit", address)')),
           "alone no_server"),
    Mutant("the client leaves without a word", client(('conn.send(b"exit")', "pass")),
           "client_left end_of_input interrupted"),
    Mutant("the server shows exit as a message", server(('if message == b"exit":', 'if message == b"bye":')),
           "client_left end_of_input interrupted"),
    Mutant("an empty datagram is taken for the end", server(('if message == b"exit":', 'if message in (b"exit", b""):')),
           "empty"),
    Mutant("the newline of nc is taken for a part of the message", server(('.removesuffix(b"\\n").removesuffix(b"\\r")', "")),
           "netcat"),
    Mutant("bytes that are not UTF-8 crash the server", server(('.decode(errors="replace")', ".decode()")),
           "odd_bytes_at_server"),
    Mutant("the server prints b'..'", server(('.decode(errors="replace")', "")),
           "letters any_text transcript"),
    Mutant("a message that no datagram holds ends the client", client(
        ("while len(message.encode()) > LIMIT:", "while False:")),
           "too_long"),
    Mutant("the end of the input crashes the client", client((LEAVE, "except KeyboardInterrupt:")),
           "end_of_input"),
    Mutant("Ctrl-C ends the server with a traceback", server(("except KeyboardInterrupt:", "except KeyError:")),
           "quiet interrupted"),
    Mutant("the server ends when its client leaves", server(('            print("Client left")\n            continue\n', '            print("Client left")\n            return\n')),
           "client_left end_of_input interrupted"),
    Mutant("the server leaves without a word", server(
        ("            server.sendto(reply", "            if reply == 'exit':\n                return\n            server.sendto(reply")),
           "server_exits end_of_input"),
    Mutant("the client shows exit as a reply", client(('if reply == "exit":', 'if reply == "bye":')),
           "server_exits end_of_input"),
    Mutant("only ASCII letters are sent", server(("server.sendto(reply.encode() + end", "server.sendto(reply.encode('ascii') + end")),
           "letters any_text"),
    Mutant("a taken port is reported by a traceback", server((BAD, "except KeyError as error:")),
           "bad_addresses"),
    Mutant("host and port on the command line are ignored", client((GIVEN, "main(HOST, PORT)")),
           "host_and_port bad_addresses"),
    Mutant("the server listens with TCP", server(("socket.socket(type=socket.SOCK_DGRAM)", "socket.socket()")),
           "starts listens server_half"),
    Mutant("the client asks only once", client(("        print({reply})", "        print({reply})\n        return")),
           "turns"),
    Mutant("the client asks once more after exit", client(('== "exit":\n            return\n        reply =', '== "exit":\n            input()\n            return\n        reply =')),
           "stops client_left"),
    Mutant("the prompt has no space at its end", client(('"Enter Message "', '"Enter Message"')),
           "prompts transcript"),
    Mutant("the message is not shown", server(('print("Client", {message.decode(errors="replace")})', "pass")),
           "message server_half"),
]
