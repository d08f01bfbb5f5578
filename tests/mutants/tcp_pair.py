"""Mutants of the pair over TCP: one mistake each, and the checks that must miss it."""
from tests.mutants.mutant import Mutant

SERVER_LAST = '''    if 0 < len(rest) < LIMIT:  # the last message may lack its newline
        yield rest.decode(errors="replace")
'''
SERVER_READS = '''    while data := conn.recv(LIMIT - len(rest)):  # half a message, or three; b"" once it has left, or rest is full
        *lines, rest = (rest + data).split(b"\\n")
        for line in lines:
            yield line.removesuffix(b"\\r").decode(errors="replace")
''' + SERVER_LAST
CLIENT_READS = '''    while b"\\n" not in rest:
        data = conn.recv(LIMIT - len(rest))  # half a message, or three; b"" once it has left, or rest is full
        if not data and len(rest) in (0, LIMIT):
            raise ConnectionError("the server has left, or sends a line without end")
        rest += data or b"\\n"  # the last message may lack its newline
    line, rest = rest.split(b"\\n", 1)
    return line.removesuffix(b"\\r").decode(errors="replace"), rest
'''
GIVEN = "main(given.host.encode(), given.port)"
BAD = "except (OSError, OverflowError, RuntimeError, UnicodeError) as error:"
LEAVE = "except (EOFError, KeyboardInterrupt):"
TEXT = 'removesuffix(b"\\r").decode(errors="replace")'


def server(*edits):
    return {"tcp/recvr1.py": list(edits)}


def client(*edits):
    return {"tcp/recvr2.py": list(edits)}


MUTANTS = [
    Mutant("the server has no SO_REUSEADDR", server(
        ('        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, sys.platform != "win32")', "")),
           "again"),
    Mutant("the server takes one recv(1024) for a message", server(
        (SERVER_READS, "    while data := conn.recv(1024):\n        yield data.decode(errors='replace').rstrip()\n")),
           "long pieces huge split_letter one_by_one"),
    Mutant("the client takes one recv(1024) for a reply", client(
        (CLIENT_READS, "    if data := conn.recv(1024):\n        return data.decode(errors='replace').rstrip(), rest\n    raise ConnectionError\n")),
           "long pieces"),
    Mutant("an empty line sends nothing, and both wait", {
        "tcp/recvr1.py": [(SERVER_READS, "    while data := conn.recv(65536):\n        yield data.decode(errors='replace')\n"),
                          ('conn.sendall(f"{reply}\\n".encode())', "conn.sendall(reply.encode())")],
        "tcp/recvr2.py": [(CLIENT_READS, "    if data := conn.recv(65536):\n        return data.decode(errors='replace'), rest\n    raise ConnectionError\n"),
                          ('conn.sendall(f"{message}\\n".encode())', "conn.sendall(message.encode())")]},
           "empty pieces split_letter one_by_one telnet"),
    Mutant("a client that has left is taken for an endless empty message", server(
        ("while data := conn.recv(LIMIT - len(rest)):", "while data := conn.recv(LIMIT - len(rest)) or b'\\n':")),
           "lost client_left end_of_input interrupted"),
    Mutant("the server drops a last line without a newline", server((SERVER_LAST, "")),
           "last_line"),
    Mutant("the client drops a last line without a newline", client(
        ("if not data and len(rest) in (0, LIMIT):", "if not data:")),
           "last_line"),
    Mutant("the server crashes when its client is cut off", server(("with conn, contextlib.suppress(ConnectionError):", "with conn:")),
           "lost cut_off"),
    Mutant("the client crashes when its server has gone", client(
        ("except ConnectionError:", "except KeyError:")),
           "server_exits end_of_input"),
    Mutant("the server prints b'..'", server((TEXT, 'removesuffix(b"\\r")')),
           "letters any_text split_letter transcript"),
    Mutant("the client prints b'..'", client(('.decode(errors="replace")', "")),
           "letters any_text transcript"),
    Mutant("the server stops after one client", server(
        ('            print("Client left")', '            print("Client left")\n            break')),
           "next_client client_left end_of_input interrupted cut_off"),
    Mutant("the server accepts a new connection for each message", server(
        ("        conn.sendall(f\"{reply}\\n\".encode())\n", "        conn.sendall(f\"{reply}\\n\".encode())\n        return\n")),
           "turns"),
    Mutant("the client sends exit as a message", client(
        ("            sys.exit()  # closes", "            conn.sendall(b'exit\\n')\n            sys.exit()  # closes")),
           "client_left exit_is_not_sent"),
    Mutant("the server sends exit as a reply and goes on", server(
        ('        if reply == "exit":\n            sys.exit()', "        pass")),
           "server_exits"),
    Mutant("the server sends the message back instead of the reply", server(
        ('conn.sendall(f"{reply}\\n".encode())', 'conn.sendall(f"{message}\\n".encode())')),
           "reply server_half"),
    Mutant("_name_ for __name__", server(('if __name__ == "__main__"', 'if _name_ == "__main__"')),
           "starts server_half"),
    Mutant("an indentation error", client(("        conn.connect((host, port))", "    conn.connect((host, port))")),
           "starts client_half"),
    Mutant("the address of another computer is hard-coded", server(('HOST = "127.0.0.1"', 'HOST = "172.16.10.227"')),
           "starts listens"),
    Mutant("the server greets before the first message", server(
        ("        while True:\n            conn, _", '        print("Server started")\n        while True:\n            conn, _')),
           "silent_start transcript"),
    Mutant("the prompt has no space at its end", server(('"Enter Reply "', '"Enter Reply"')),
           "prompts transcript"),
    Mutant("the message is shown without its braces", server(('print("Client", {message})', 'print("Client", message)')),
           "odd_bytes_at_server transcript"),
    Mutant("the reply is shown as it came, escape sequences too", client(
        ("print({reply})", "print(\"{'\" + reply + \"'}\")")),
           "odd_bytes_at_client"),
    Mutant("host and port on the command line are ignored", server((GIVEN, "main(HOST, PORT)")),
           "host_and_port"),
    Mutant("host and port on the command line are ignored by both", {
        "tcp/recvr1.py": [(GIVEN, "main(HOST, PORT)")], "tcp/recvr2.py": [(GIVEN, "main(HOST, PORT)")]},
           "host_and_port bad_addresses"),
    Mutant("only ASCII letters are sent", client(
        ('conn.sendall(f"{message}\\n".encode())', "conn.sendall(f\"{message}\\n\".encode('ascii'))")),
           "letters any_text"),
    Mutant("bytes that are not UTF-8 crash the server", server((TEXT, "removesuffix(b'\\r').decode()")),
           "odd_bytes_at_server"),
    Mutant("bytes that are not UTF-8 crash the client", client(('.decode(errors="replace")', ".decode()")),
           "odd_bytes_at_client"),
    Mutant("a carriage return is taken for a part of the message", server(('.removesuffix(b"\\r")', "")),
           "telnet"),
    Mutant("the end of the input crashes the server", server((LEAVE, "except KeyboardInterrupt:")),
           "end_of_input"),
    Mutant("Ctrl-C ends the server with a traceback", server((LEAVE, "except EOFError:")),
           "quiet interrupted"),
    Mutant("Ctrl-C ends the client with a traceback", client((LEAVE, "except EOFError:")),
           "quiet interrupted"),
    Mutant("a missing server is reported by a traceback", client(
        ("except ConnectionRefusedError:", "except KeyError:"), (BAD, "except KeyError as error:")),
           "alone no_server bad_addresses"),
    Mutant("a taken port is reported by a traceback", server((BAD, "except KeyError as error:")),
           "bad_addresses"),
    Mutant("a port out of range is not refused", client(("OverflowError, ", "")),
           "bad_addresses"),
    Mutant("the client does not say that the server has left", client(('            print("Server left")\n', "            pass\n")),
           "server_exits end_of_input"),
    Mutant("the client asks only once", client(("        print({reply})", "        print({reply})\n        break")),
           "turns"),
    Mutant("the client asks once more after exit", client(("            sys.exit()", "            input()\n            sys.exit()")),
           "stops client_left"),
    Mutant("both stop on bye", {
        "tcp/recvr1.py": [('if reply == "exit"', 'if reply == "bye"')],
        "tcp/recvr2.py": [('if message == "exit"', 'if message == "bye"')]},
           "client_left server_exits exit_is_not_sent exit_word"),
    Mutant("the client looks at another port", {"tcp/recvr2.py": [("PORT = 12345", "PORT = 12344")]},
           "starts listens"),
]
