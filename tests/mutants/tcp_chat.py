"""Mutants of the chat over TCP: one mistake each, and the checks that must miss it."""
from tests.mutants.mutant import Mutant

QUIET = "    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends the program, on Windows also while it waits\n"
BAD = "except (OSError, OverflowError, RuntimeError, UnicodeError) as error:"


def server(*edits):
    return {"tcp/chat_server.py": list(edits)}


def client(*edits):
    return {"tcp/chat_client.py": list(edits)}


MUTANTS = [
    Mutant("the client shows what has come only after Enter", client(
        ("        listener.start()\n", "")),
           "message client_half"),
    Mutant("what is half typed vanishes from the screen", client(
        ("\\r\\033[L{line", "\\r\\033[K{line")),
           "while_typing"),
    Mutant("the end of the input crashes the client", client(("except EOFError:", "except KeyError:")),
           "quiet_leaving"),
    Mutant("Ctrl-C ends the client with a traceback", client(("except KeyboardInterrupt:", "except KeyError:")),
           "quiet quiet_leaving"),
    Mutant("the client does not notice that the server has gone", client(
        ("        window.end(\"Server left\", 0)", "        pass")),
           "server_ends"),
    Mutant("a missing server is reported by a traceback", client(
        ("except ConnectionRefusedError:", "except KeyError:"), (BAD, "except KeyError as error:")),
           "alone bad_addresses"),
    Mutant("the client sends exit as a message", client(
        ("        window.leaving = True\n", "        conn.sendall(b'exit\\n')\n        window.leaving = True\n")),
           "screens last_words"),
    Mutant("the prompt has no space at its end", client(('PROMPT = "Enter Message "', 'PROMPT = "Enter Message"')),
           "while_typing screens"),
    Mutant("_name_ for __name__", client(('if __name__ == "__main__"', 'if _name_ == "__main__"')),
           "starts client_half"),
    Mutant("only ASCII letters are shown", client(("decode(errors=\"replace\")", "decode('ascii')")),
           "letters odd_bytes"),
    Mutant("a message comes back to its author", server(
        ("            self.own[client.number] = start, len(self.said)\n", "            self.own[client.number] = start, start\n")),
           "own screens stalled_reader"),
    Mutant("a stalled reader stalls all", server(
        ("            conn.setblocking(False)\n", "            conn.setblocking(True)\n"),
        ("            sent = client.conn.send(batch)\n", "            client.conn.sendall(batch)\n            sent = len(batch)\n")),
           "stalled_reader"),
    Mutant("a client is removed from the set that is being gone through", server(
        ("for client in tuple(self.clients.values()):", "for client in self.clients.values():")),
           "stalled_reader"),
    Mutant("a client that has left is never removed", server(
        ("            return self.leave(client)\n", "            return self.selector.unregister(client.conn)\n")),
           "leaving quiet_leaving screens cut_off last_words"),
    Mutant("a client that is cut off ends the server", server(
        ('            data = b""  # it was cut off before it could close: it has left all the same\n', "            raise\n")),
           "lost cut_off"),
    Mutant("what recv returns is taken for a message", server(
        ('(client.begun + data).replace(b"\\r\\n", b"\\n").rpartition(b"\\n")', 'data.removesuffix(b"\\n"), True, b""')),
           "pieces split_lines endless_line"),
    Mutant("a line without end fills the memory", server(
        ("min(share, LIMIT - len(client.begun))", "share"), ("if len(client.begun) == LIMIT:", "if not client:")),
           "endless_line"),
    Mutant("bytes that are not UTF-8 crash the server", server(
        ('lines.decode(errors="replace")', "lines.decode()")),
           "odd_bytes"),
    Mutant("the message is shown as it came, escape sequences too", server(
        ("map(repr, ", "map(\"'{}'\".format, ")),
           "screens odd_bytes"),
    Mutant("messages carry no number", server(('f"Client {client.number} {{"', '"Client {"')),
           "numbered while_typing screens odd_bytes split_lines last_words"),
    Mutant("a taken port is reported by a traceback", server(("except (OSError, OverflowError, UnicodeError) as error:", "except KeyError as error:")),
           "bad_addresses"),
    Mutant("the server greets before anybody has joined", server(("        room = Room(listener)\n", "        room = Room(listener)\n        print('Server started')\n")),
           "joining screens"),
    Mutant("the server waits for each newcomer to speak", server(
        ("            conn.setblocking(False)\n", "            conn.recv(1, socket.MSG_PEEK)\n            conn.setblocking(False)\n")),
           "promptly turns everybody numbered joining while_typing screens odd_bytes silent_client split_lines last_words stalled_reader endless_line"),
    Mutant("the server has no SO_REUSEADDR", server(
        ('        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, sys.platform != "win32")', "")),
           "again server_ends"),
    Mutant("Ctrl-C ends the server with a traceback", server((QUIET, "")),
           "quiet server_ends"),
    Mutant("the client stops on bye", client(
        ('while message != "exit"', 'while message != "bye"')),
           "leaving quiet_leaving screens last_words exit_word"),
    Mutant("the client asks once more after exit", client(
        ("        window.leaving = True\n", "        window.ask()\n        window.leaving = True\n")),
           "stops leaving quiet_leaving screens"),
    Mutant("the client looks at another port", client(("PORT = 12346", "PORT = 12344")),
           "starts listens"),
    Mutant("the server shows nothing", server(("        self.screen.show(batch)\n", "")),
           "screen numbered joining leaving screens odd_bytes"),
    Mutant("a long message is cut off", client(('f"{message}\\n"', 'f"{message[:1000]}\\n"')),
           "long"),
    Mutant("the server has room for three", server(("else 100_000", "else 3")),
           "next_client"),
    Mutant("the server ends when a client leaves", server(
        ("        del self.clients[client.number]\n", "        sys.exit()\n")),
           "lost stops leaving quiet_leaving screens cut_off last_words stalled_reader endless_line"),
    Mutant("the server sends each message back to its author only", server(
        ("batch[:start] + batch[end:]", "batch[start:end]")),
           "message server_half stalled_reader"),
    Mutant("the server sends each message to the first two clients only", server(
        ("in tuple(self.clients.values()):", "in list(self.clients.values())[:2]:")),
           "everybody next_client numbered silent_client"),
]
