"""Mutants: the reference scripts, each with one mistake, and the checks that must catch it.

They are kept as small edits, so that they stay true to the scripts that they were made from.
"""
from dataclasses import dataclass
from pathlib import Path

from lab12 import HOME

ALL = {"*"}  # nothing works: every check of the section, but for those that are spared


@dataclass(frozen=True)
class Mutant:
    """A mistake in words, the edits that make it (script -> [(old, new), ...]), and the checks that must catch it."""

    mistake: str
    edits: dict[str, list[tuple[str, str]]]
    caught_by: set[str]
    spared: frozenset[str] = frozenset()

    def catchers(self, names):
        """Return which of these checks must catch it, and no other may."""
        return (set(names) if self.caught_by == ALL else self.caught_by) - self.spared

    @property
    def section(self):
        script = next(iter(self.edits))
        return f"{script[:3]} {'chat' if 'chat' in script else 'pair'}"

    def write(self, folder):
        """Write a lab in this folder that has the mistake."""
        transport, kind = self.section.split()
        pattern = "recvr*.py" if kind == "pair" else "chat_*.py"
        for source in (HOME / transport).glob(pattern):
            text = source.read_text(encoding="utf-8")
            for old, new in self.edits.get(f"{transport}/{source.name}", []):
                assert text.count(old) == 1, f"{self.mistake}: {old!r} stands {text.count(old)} times in {source}"
                text = text.replace(old, new)
            target = Path(folder, transport, source.name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")
        return folder


def server(*edits):
    return {"tcp/recvr1.py": list(edits)}


def client(*edits):
    return {"tcp/recvr2.py": list(edits)}


def udp_server(*edits):
    return {"udp/recvr1.py": list(edits)}


def udp_client(*edits):
    return {"udp/recvr2.py": list(edits)}


SERVER_READS = '''    rest = b""
    while data := conn.recv(LIMIT - len(rest)):  # half a message, or three
        *lines, rest = (rest + data).split(b"\\n")
        for line in lines:
            yield line.removesuffix(b"\\r").decode(errors="replace")
'''
CLIENT_READS = '''    while b"\\n" not in rest:
        data = conn.recv(LIMIT - len(rest))  # half a message, or three
        if not data:
            raise ConnectionError("the server has left")
        rest += data
    line, _, rest = rest.partition(b"\\n")
    return line.removesuffix(b"\\r").decode(errors="replace"), rest
'''
GIVEN = "main(given.host.encode(), given.port)"
BAD = "except (OSError, OverflowError, RuntimeError, UnicodeError) as error:"
LEAVE = "except (EOFError, KeyboardInterrupt):"
QUIET = "    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C ends the program, on Windows also while it waits\n"

TCP = [
    Mutant("the server has no SO_REUSEADDR", server(
        ('        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, sys.platform != "win32")', "")),
        {"test_restart_at_once"}),
    Mutant("the server takes one recv(1024) for a message", server(
        (SERVER_READS, "    while data := conn.recv(1024):\n        yield data.decode(errors='replace').rstrip()\n")),
        {"test_long_message", "test_message_of_60000_bytes", "test_message_in_pieces", "test_several_messages_at_once"}),
    Mutant("the client takes one recv(1024) for a reply", client(
        (CLIENT_READS, "    if data := conn.recv(1024):\n        return data.decode(errors='replace').rstrip(), rest\n    raise ConnectionError\n")),
        {"test_long_message"}),
    Mutant("an empty line sends nothing, and both wait", {
        "tcp/recvr1.py": [(SERVER_READS, "    while data := conn.recv(65536):\n        yield data.decode(errors='replace')\n"),
                          ('conn.sendall(f"{reply}\\n".encode())', "conn.sendall(reply.encode())")],
        "tcp/recvr2.py": [(CLIENT_READS, "    if data := conn.recv(65536):\n        return data.decode(errors='replace'), rest\n    raise ConnectionError\n"),
                          ('conn.sendall(f"{message}\\n".encode())', "conn.sendall(message.encode())")]},
        {"test_empty_message", "test_message_in_pieces", "test_several_messages_at_once",
         "test_telnet_is_a_client"}),
    Mutant("a client that has left is taken for an endless empty message", server(
        ("while data := conn.recv(LIMIT - len(rest)):", "while data := conn.recv(LIMIT - len(rest)) or b'\\n':")),
        {"test_ctrl_c_ends_quietly", "test_end_of_input_is_exit", "test_server_outlives_its_client"}),
    Mutant("the server crashes when its client is cut off", server(("with conn, contextlib.suppress(ConnectionError):", "with conn:")),
           {"test_server_survives_a_lost_client"}),
    Mutant("the client crashes when its server has gone", client(
        ("except ConnectionError:", "except KeyError:")),
        {"test_server_leaves_on_exit", "test_end_of_input_is_exit"}),
    Mutant("the server prints b'..'", server(('.decode(errors="replace")', "")),
        {"test_any_text", "test_message_in_pieces", "test_transcript"}),
    Mutant("the client prints b'..'", client(('.decode(errors="replace")', "")),
        {"test_any_text", "test_transcript"}),
    Mutant("the server stops after one client", server(
        ('            print("Client left")', '            print("Client left")\n            break')),
        {"test_server_outlives_its_client", "test_server_survives_a_lost_client", "test_end_of_input_is_exit",
         "test_ctrl_c_ends_quietly"}),
    Mutant("the server accepts a new connection for each message", server(
        ("        conn.sendall(f\"{reply}\\n\".encode())\n", "        conn.sendall(f\"{reply}\\n\".encode())\n        return\n")),
        {"test_any_text", "test_conversation_goes_on", "test_empty_message", "test_long_message",
         "test_server_outlives_its_client", "test_several_messages_at_once", "test_transcript"}),
    Mutant("the client sends exit as a message", client(
        ("            sys.exit()  # closes", "            conn.sendall(b'exit\\n')\n            sys.exit()  # closes")),
        {"test_client_leaves_on_exit", "test_server_outlives_its_client"}),
    Mutant("the server sends exit as a reply and goes on", server(
        ('        if reply == "exit":\n            sys.exit()\n', "")),
        {"test_server_leaves_on_exit", "test_restart_at_once"}),
    Mutant("the server sends the message back instead of the reply", server(
        ('conn.sendall(f"{reply}\\n".encode())', 'conn.sendall(f"{message}\\n".encode())')),
        {"test_conversation_goes_on", "test_long_message", "test_reply_reaches_the_client",
         "test_several_messages_at_once", "test_transcript"}),
    Mutant("_name_ for __name__", server(('if __name__ == "__main__"', 'if _name_ == "__main__"')),
        ALL, frozenset({"test_client_leaves_on_exit", "test_client_says_that_there_is_no_server",
         "test_client_shows_hostile_bytes_harmlessly"})),
    Mutant("an indentation error", client(("        conn.connect((host, port))", "    conn.connect((host, port))")),
        ALL, frozenset({"test_message_in_pieces", "test_server_shows_hostile_bytes_harmlessly",
         "test_server_starts_silently", "test_several_messages_at_once", "test_telnet_is_a_client"})),
    Mutant("the address of another computer is hard-coded", server(('HOST = "127.0.0.1"', 'HOST = "172.16.10.227"')),
        ALL, frozenset({"test_client_leaves_on_exit", "test_client_says_that_there_is_no_server",
         "test_client_shows_hostile_bytes_harmlessly", "test_host_and_port_can_be_given"})),
    Mutant("the server greets before the first message", server(
        ("        while True:\n            conn, _", '        print("Server started")\n        while True:\n            conn, _')),
        {"test_transcript", "test_server_starts_silently"}),
    Mutant("the prompt has no space at its end", server(('"Enter Reply "', '"Enter Reply"')), {"test_transcript"}),
    Mutant("the message is shown without its braces", server(('print("Client", {message})', 'print("Client", message)')),
        {"test_server_shows_hostile_bytes_harmlessly", "test_transcript"}),
    Mutant("the reply is shown as it came, escape sequences too", client(
        ("print({reply})", "print(\"{'\" + reply + \"'}\")")),
        {"test_client_shows_hostile_bytes_harmlessly"}),
    Mutant("host and port on the command line are ignored", server((GIVEN, "main(HOST, PORT)")),
           {"test_host_and_port_can_be_given"}),
    Mutant("only ASCII letters are sent", client(
        ('conn.sendall(f"{message}\\n".encode())', "conn.sendall(f\"{message}\\n\".encode('ascii'))")),
        {"test_any_text"}),
    Mutant("bytes that are not UTF-8 crash the server", server(('.decode(errors="replace")', ".decode()")),
           {"test_server_shows_hostile_bytes_harmlessly"}),
    Mutant("bytes that are not UTF-8 crash the client", client(('.decode(errors="replace")', ".decode()")),
           {"test_client_shows_hostile_bytes_harmlessly"}),
    Mutant("a carriage return is taken for a part of the message", server(('.removesuffix(b"\\r")', "")),
           {"test_telnet_is_a_client"}),
    Mutant("the end of the input crashes the server", server((LEAVE, "except KeyboardInterrupt:")),
           {"test_end_of_input_is_exit"}),
    Mutant("Ctrl-C ends the server with a traceback", server((LEAVE, "except EOFError:")), {"test_ctrl_c_ends_quietly"}),
    Mutant("Ctrl-C ends the client with a traceback", client((LEAVE, "except EOFError:")), {"test_ctrl_c_ends_quietly"}),
    Mutant("a missing server is reported by a traceback", client(
        ("except ConnectionRefusedError:", "except KeyError:"), (BAD, "except KeyError as error:")),
        {"test_client_says_that_there_is_no_server", "test_bad_addresses_are_explained"}),
    Mutant("a taken port is reported by a traceback", server((BAD, "except KeyError as error:")),
           {"test_bad_addresses_are_explained"}),
    Mutant("a port out of range is not refused", client(("OverflowError, ", "")),
           {"test_bad_addresses_are_explained"}),
    Mutant("the client does not say that the server has left", client(('            print("Server left")\n', "            pass\n")),
           {"test_server_leaves_on_exit", "test_end_of_input_is_exit"}),
    Mutant("the client asks only once", client(("        print({reply})\n", "        print({reply})\n        break\n")),
           {"test_conversation_goes_on", "test_transcript", "test_any_text", "test_empty_message", "test_long_message",
            "test_server_outlives_its_client", "test_client_shows_hostile_bytes_harmlessly"}),
]

UDP = [
    Mutant("the tail of a long datagram is lost: recvfrom(1024)", udp_server(("recvfrom(LIMIT)", "recvfrom(1024)")),
           {"test_long_message", "test_message_of_60000_bytes"}),
    Mutant("the tail of a long reply is lost: recv(1024)", udp_client(("recv(LIMIT)", "recv(1024)")),
           {"test_long_message"}),
    Mutant("every reply goes to the first client", udp_server(
        ('    reply = ""\n', '    reply, first = "", None\n'), ('        print("Client", {', '        first = client = first or client\n        print("Client", {')),
        {"test_each_client_gets_its_own_reply"}),
    Mutant("every reply goes to a fixed address", udp_server(("server.sendto(reply.encode() + end, client)", "server.sendto(reply.encode() + end, (HOST, 9999))")),
           {"test_reply_reaches_the_client", "test_conversation_goes_on", "test_transcript", "test_any_text",
            "test_empty_message", "test_long_message", "test_each_client_gets_its_own_reply", "test_netcat_is_a_client",
            "test_server_outlives_its_client", "test_server_leaves_on_exit"}),
    Mutant("the client does not connect and waits for ever where no server is", udp_client(
        ("conn.connect((host, port))", "address = host, port; socket.socket(type=socket.SOCK_DGRAM).connect(address)"),
        ("            chat(conn)\n", "            chat(conn, address)\n"), ("def chat(conn):", "def chat(conn, address):"),
        ("conn.send(message.encode())", "conn.sendto(message.encode(), address)"),
        ('conn.send(b"exit")', 'conn.sendto(b"exit", address)')),
        {"test_client_says_that_there_is_no_server"}),
    Mutant("the client leaves without a word", udp_client(('conn.send(b"exit")', "pass")),
           {"test_server_outlives_its_client", "test_end_of_input_is_exit", "test_ctrl_c_ends_quietly"}),
    Mutant("the server shows exit as a message", udp_server(('if message == b"exit":', 'if message == b"bye":')),
           {"test_server_outlives_its_client", "test_end_of_input_is_exit", "test_ctrl_c_ends_quietly"}),
    Mutant("an empty datagram is taken for the end", udp_server(('if message == b"exit":', 'if message in (b"exit", b""):')),
           {"test_empty_message"}),
    Mutant("the newline of nc is taken for a part of the message", udp_server(('.removesuffix(b"\\n").removesuffix(b"\\r")', "")),
           {"test_netcat_is_a_client"}),
    Mutant("bytes that are not UTF-8 crash the server", udp_server(('.decode(errors="replace")', ".decode()")),
           {"test_hostile_bytes_are_shown_harmlessly"}),
    Mutant("the server prints b'..'", udp_server(('.decode(errors="replace")', "")),
        {"test_any_text", "test_transcript"}),
    Mutant("a message that no datagram holds ends the client", udp_client(
        ("while len(message.encode()) > LIMIT:", "while False:")),
        {"test_message_too_long_for_a_datagram"}),
    Mutant("the end of the input crashes the client", udp_client((LEAVE, "except KeyboardInterrupt:")),
           {"test_end_of_input_is_exit"}),
    Mutant("Ctrl-C ends the server with a traceback", udp_server(("except KeyboardInterrupt:", "except KeyError:")), {"test_ctrl_c_ends_quietly"}),
    Mutant("the server ends when its client leaves", udp_server(('            print("Client left")\n            continue\n', '            print("Client left")\n            return\n')),
           {"test_server_outlives_its_client", "test_end_of_input_is_exit", "test_ctrl_c_ends_quietly"}),
    Mutant("the server leaves without a word", udp_server(
        ("            server.sendto(reply", "            if reply == 'exit':\n                return\n            server.sendto(reply")),
        {"test_server_leaves_on_exit"}),
    Mutant("the client shows exit as a reply", udp_client(('if reply == "exit":', 'if reply == "bye":')),
           {"test_server_leaves_on_exit"}),
    Mutant("only ASCII letters are sent", udp_server(("server.sendto(reply.encode() + end", "server.sendto(reply.encode('ascii') + end")),
           {"test_any_text"}),
    Mutant("a taken port is reported by a traceback", udp_server((BAD, "except KeyError as error:")),
           {"test_bad_addresses_are_explained"}),
    Mutant("host and port on the command line are ignored", udp_client((GIVEN, "main(HOST, PORT)")),
           {"test_host_and_port_can_be_given", "test_bad_addresses_are_explained"}),
    Mutant("the server listens with TCP", udp_server(("socket.socket(type=socket.SOCK_DGRAM)", "socket.socket()")),
        ALL, frozenset({"test_client_says_that_there_is_no_server"})),
    Mutant("the client asks only once", udp_client(("        print({reply})\n", "        print({reply})\n        return\n")),
           {"test_conversation_goes_on", "test_transcript", "test_any_text", "test_empty_message",
            "test_server_outlives_its_client"}),
    Mutant("the prompt has no space at its end", udp_client(('"Enter Message "', '"Enter Message"')), {"test_transcript"}),
    Mutant("the message is not shown", udp_server(('        print("Client", {message.decode(errors="replace")})\n', "")),
        ALL, frozenset({"test_bad_addresses_are_explained", "test_client_says_that_there_is_no_server"})),
]


def chat_server(*edits):
    return {"tcp/chat_server.py": list(edits)}


def chat_client(*edits):
    return {"tcp/chat_client.py": list(edits)}


def udp_chat_server(*edits):
    return {"udp/chat_server.py": list(edits)}


def udp_chat_client(*edits):
    return {"udp/chat_client.py": list(edits)}


CHAT = [
    Mutant("the client shows what has come only after Enter", chat_client(
        ("    listener.start()\n", "")),
        ALL, frozenset({"test_chat_addresses_are_explained", "test_nobody_hears_himself",
         "test_stalled_reader_harms_nobody"})),
    Mutant("what is half typed vanishes from the screen", chat_client(
        ("readline.get_line_buffer() if self.edits else \"\"", "\"\"")),
        {"test_messages_come_while_one_is_typing"}),
    Mutant("the end of the input crashes the client", chat_client(("except EOFError:", "except KeyError:")),
        {"test_chat_clients_leave_quietly"}),
    Mutant("Ctrl-C ends the client with a traceback", chat_client(("except KeyboardInterrupt:", "except KeyError:")),
        {"test_chat_clients_leave_quietly"}),
    Mutant("the client does not notice that the server has gone", chat_client(
        ("        window.leave(\"Server left\", 0)", "        pass")),
        {"test_server_ends"}),
    Mutant("a missing server is reported by a traceback", chat_client(
        ("except ConnectionRefusedError:", "except KeyError:"), ("except OSError as error:", "except KeyError as error:")),
        {"test_chat_addresses_are_explained"}),
    Mutant("the client sends exit as a message", chat_client(
        ("        leaving.set()\n", "        server.sendall(b'exit\\n')\n        leaving.set()\n")),
        {"test_chat_transcript", "test_last_words_are_heard"}),
    Mutant("the prompt has no space at its end", chat_client(('PROMPT = "Enter Message "', 'PROMPT = "Enter Message"')),
        {"test_chat_transcript", "test_messages_come_while_one_is_typing"}),
    Mutant("_name_ for __name__", chat_client(('if __name__ == "__main__"', 'if _name_ == "__main__"')),
        ALL, frozenset({"test_stalled_reader_harms_nobody"})),
    Mutant("only ASCII letters are shown", chat_client(("decode(errors=\"replace\")", "decode('ascii')")),
        {"test_hostile_bytes_in_the_chat"}),
]
CHAT += [
    Mutant("a message comes back to its author", chat_server(
        ("            self.own[client] = start, len(self.said)\n", "            self.own[client] = start, start\n")),
        {"test_chat_transcript", "test_nobody_hears_himself", "test_stalled_reader_harms_nobody"}),
    Mutant("a stalled reader stalls all", chat_server(
        ("            conn.setblocking(False)\n", "            conn.setblocking(True)\n"),
        ("            sent = client.conn.send(batch)\n", "            client.conn.sendall(batch)\n            sent = len(batch)\n")),
        {"test_stalled_reader_harms_nobody"}),
    Mutant("a client is removed from the set that is being gone through", chat_server(
        ("for client in tuple(self.clients):", "for client in self.clients:")),
        {"test_stalled_reader_harms_nobody"}),
    Mutant("a client that has left is never removed", chat_server(
        ("            return self.leave(client)\n", "            return self.selector.unregister(client.conn)\n")),
        {"test_chat_clients_leave_quietly", "test_chat_transcript", "test_last_words_are_heard",
         "test_leaving_is_shown", "test_lost_client_harms_nobody"}),
    Mutant("a client that is cut off ends the server", chat_server(
        ('            data = b""  # it was cut off before it could close: it has left all the same\n', "            raise\n")),
        {"test_lost_client_harms_nobody"}),
    Mutant("what recv returns is taken for a message", chat_server(
        ('(client.begun + data).replace(b"\\r\\n", b"\\n").rpartition(b"\\n")', 'data.removesuffix(b"\\n"), True, b""')),
        {"test_chat_messages_in_pieces", "test_endless_line_is_dropped"}),
    Mutant("a line without end fills the memory", chat_server(
        ("min(share, LIMIT - len(client.begun))", "share"), ("if len(client.begun) == LIMIT:", "if not client:")),
        {"test_endless_line_is_dropped"}),
    Mutant("bytes that are not UTF-8 crash the server", chat_server(
        ('lines.decode(errors="replace")', "lines.decode()")),
        {"test_hostile_bytes_in_the_chat"}),
    Mutant("the message is shown as it came, escape sequences too", chat_server(
        ("map(repr, ", "map(\"'{}'\".format, ")),
        {"test_chat_transcript", "test_hostile_bytes_in_the_chat"}),
    Mutant("messages carry no number", chat_server(('f"Client {client.number} {{"', '"Client {"')),
        {"test_chat_messages_in_pieces", "test_chat_transcript", "test_hostile_bytes_in_the_chat",
         "test_last_words_are_heard", "test_message_reaches_everybody",
         "test_messages_come_while_one_is_typing"}),
    Mutant("a taken port is reported by a traceback", chat_server(("except OSError as error:\n        reason", "except KeyError as error:\n        reason")),
        {"test_chat_addresses_are_explained"}),
    Mutant("the server greets before anybody has joined", chat_server(("    room = Room(listener)\n", "    room = Room(listener)\n    print('Server started')\n")),
        {"test_chat_transcript", "test_joining_is_shown"}),
    Mutant("the server waits for each newcomer to speak", chat_server(
        ("            conn.setblocking(False)\n", "            conn.recv(1, socket.MSG_PEEK)\n            conn.setblocking(False)\n")),
        ALL, frozenset({"test_chat_addresses_are_explained", "test_nobody_hears_himself",
         "test_server_ends"})),
    Mutant("the server has no SO_REUSEADDR", chat_server(
        ("listener = socket.create_server((host, port), backlog=4096)", "listener = socket.socket(); listener.bind((host, port)); listener.listen()")),
        {"test_server_ends"}),
    Mutant("Ctrl-C ends the server with a traceback", chat_server((QUIET, "")),
        {"test_server_ends"}),
]

UDP_CHAT = [
    Mutant("the client does not announce itself", udp_chat_client(
        ("    for _ in range(2):", "    for _ in range(0):")),
        {"test_udp_joining_is_shown", "test_udp_leaving_is_shown", "test_udp_lost_client_harms_nobody",
         "test_udp_message_reaches_everybody", "test_udp_netcat_joins_by_talking"}),
    Mutant("the client leaves without a word", udp_chat_client(
        ('    finally:\n        say(b"exit", server, window)\n', "")),
        {"test_udp_leaving_is_shown"}),
    Mutant("Ctrl-C is not told to the server", udp_chat_client(
        ("        print()\n        sys.exit(130)", "        print()\n        os._exit(130)")),
        {"test_udp_leaving_is_shown"}),
    Mutant("the client waits for ever where no server is", udp_chat_client(
        ("    except ConnectionError:\n        no_server(server, window)\n", "    except ConnectionError:\n        pass\n"),
        ("        except ConnectionError:\n            no_server(server, window)\n", "        except ConnectionError:\n            continue\n")),
        {"test_udp_client_says_that_there_is_no_server"}),
    Mutant("a message comes back to its author", udp_chat_server(("if address != author:", "if True:")),
        {"test_udp_message_reaches_everybody"}),
    Mutant("messages carry no number", udp_chat_server(("f\"Client {self.numbers[address]} {str({message})}\"", "f\"Client {str({message})}\"")),
        {"test_udp_message_reaches_everybody", "test_udp_netcat_joins_by_talking"}),
    Mutant("joining is not shown", udp_chat_server(('            self.tell(address, f"Client {self.arrived} joined")\n', "")),
        {"test_udp_joining_is_shown", "test_udp_netcat_joins_by_talking"}),
    Mutant("exit is shown as a message", udp_chat_server(('        if message == "exit":\n', '        if message == "bye":\n')),
        {"test_udp_leaving_is_shown"}),
    Mutant("an empty datagram is taken for a message", udp_chat_server(("        elif datagram:", "        else:")),
        {"test_udp_netcat_joins_by_talking"}),
    Mutant("only who has announced himself is heard", udp_chat_server(
        ("        if address not in self.numbers and (message", "        if address not in self.numbers and (datagram or message")),
        {"test_udp_netcat_joins_by_talking"}),
]

MUTANTS = [*TCP, *UDP, *CHAT, *UDP_CHAT]
