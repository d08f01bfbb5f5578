"""The pair, over TCP and over UDP: the server waits for a client and answers it, the client asks.

Each function is a check, and its docstring is the sentence on the mark sheet. How many marks it is worth stands in
lab12/rubric/handin.toml for whatever was handed in, and in kit.toml beside it for this kit's own scripts.
"""
from lab12.grader import hints
from lab12.rubric import endings, halves, pairs
from lab12.rubric.checks import check
from lab12.rubric.pieces import come_out_right

SECTIONS = "tcp-pair", "udp-pair"


@check(hint=hints.starts)
def starts(pair):
    """Both programs start, and go on running."""
    pair.open_stage()
    pair.start_server()
    with pairs.noting_one_shot(pair):
        pair.start_client()
    pairs.goes_on(pair)


@check(hint=hints.listens)
def listens(pair):
    """The server waits at a port, and the client looks for it there."""
    pairs.waits_where_client_looks(pair)


@check(needs="starts", hint=hints.message)
def message(pair):
    """A message typed at the client is shown at the server."""
    with pairs.first_message(pair):
        pair.client.says().shown_by(pair.server)


@check(needs="starts", hint=hints.reply)
def reply(pair):
    """A reply typed at the server is shown at the client."""
    with pairs.late_reply(pair):
        pair.server.says().shown_by(pair.client)


@check(needs="message reply", hint=hints.turns)
def turns(pair):
    """The conversation goes on for several turns."""
    with pairs.ending_in_good_order(pair):
        for _ in range(1 if pair.pauses else pairs.TURNS):
            pair.client.says().shown_by(pair.server)
            pairs.note_repeats(pair, pair.server)
            pair.server.says().shown_by(pair.client)
            pairs.note_repeats(pair, pair.client)


@check(needs="message reply", form=True, hint=hints.prompts)
def prompts(pair):
    """The prompts are the practical's: "Enter Message " and "Enter Reply "."""
    pairs.prompts_are_the_practicals(pair)


@check(needs="turns", form=True, hint=hints.transcript)
def transcript(pair):
    """Both windows show the practical's conversation, letter by letter."""
    pairs.screens_are_the_practicals(pair)


@check(needs="turns", group="text", hint=hints.letters)
@pairs.talking_on
def letters(pair):
    """Letters of any language arrive."""
    for author, other in (pair.client, pair.server), (pair.server, pair.client):
        for before in pairs.beginnings(pair, other):
            author.says(f"{before}{pairs.LETTERS} {pair.word()}").shown_by(other)
            pairs.readable(other)


@check(needs="turns", group="empty", hint=hints.empty)
@pairs.talking_on
def empty(pair):
    """An empty line does not stop the conversation."""
    pair.client.says("")
    pair.server.says("")
    pair.client.says().shown_by(pair.server)
    pair.server.says().shown_by(pair.client)


@check(needs="turns", group="long", hint=hints.long)
@pairs.talking_on
def long(pair):
    """A message of 2,500 letters arrives whole, and the next turn is in step."""
    pair.client.says(pairs.much()).shown_whole_by(pair.server)
    if not pair.roles.slowly and not pair.pauses:  # that takes seconds for one way
        pair.server.says(pairs.much()).shown_whole_by(pair.client)
    pair.client.says().shown_by(pair.server)
    pair.server.says().shown_by(pair.client)


@check(needs="turns", group="lost", hint=hints.lost)
def lost(pair):
    """The server stays sound when its client is killed."""
    endings.server_survives(pair)


@check(needs="turns", group="next", hint=hints.next_client)
def next_client(pair):
    """The server serves the next client when one has gone."""
    endings.bring_next_client(pair)
    pair.client.says().shown_by(pair.server)
    endings.answer_next_client(pair)


@check(needs="turns", group="next", hint=hints.quiet)
def quiet(pair):
    """Ctrl-C ends both programs without a traceback."""
    endings.press_ctrl_c_in_both(pair)


@check(needs="turns", group="again", hint=hints.again)
def again(pair):
    """Both can be started again at once."""
    endings.start_again(pair, clients=1)
    pair.client.says().shown_by(pair.server)
    pair.stale = False
    endings.doubt_luck(pair)


@check(needs="message", group="stops", hint=hints.stops)
def stops(pair):
    """A stop word ends the client, and harms nobody."""
    endings.stop_word_ends_client(pair)


@check(needs="stops", form=True, group="stops", hint=hints.exit_word)
def exit_word(pair):
    """The stop word is exit."""
    endings.stops_on_exit(pair)


@check(needs="turns", group="ours", hint=hints.pieces)
def pieces(pair):
    """Messages in pieces, two at once, and one that breaks off come out right."""
    come_out_right(pair)


@check(group="ours", hint=hints.client_half)
def client_half(pair):
    """The client talks with a server of ours, too."""
    halves.attempt(pair, halves.visit_ours)


@check(group="ours", hint=hints.server_half)
def server_half(pair):
    """The server talks with a client of ours, too."""
    halves.attempt(pair, halves.serve_ours)


@check(needs="starts", apart=True, hint=hints.alone)
def alone(pair):
    """A client without a server says so, and ends."""
    endings.client_without_server(pair)


# What only the kit promises: its words, its wire, its arguments. Each is performed on a stage of its own.

@check(needs="message", hint="Take host and port from sys.argv[1:], with 127.0.0.1 and 12345 as defaults.")
def host_and_port(lab):
    """Both scripts take another host and port from the command line."""
    host, port = ("127.0.0.2" if lab.stage.network.private else "127.0.0.1"), lab.stage.port(lab.transport, 5001)
    server = lab.start_server(host, port)
    lab.waits_at(host, port)
    lab.start_client(host, port).types("hello").shown_by(server)


@check(needs="turns", hint="encode() and decode() use UTF-8; a message is text, whatever quotes and letters are in it.")
def any_text(lab):
    """Quotes, braces and letters of any language are shown as they were typed."""
    server, client = lab.start_pair()
    for text in "it's", 'she said "hi"', "{'x'}", "नमस्ते ñ 你好 🙂":
        client.types(text).shown_by(server)
        server.types(text).shown_by(client)


@check(needs="message", hint="Over TCP read until the newline, however many calls of recv it takes. Over UDP ask for "
                             "65535 bytes, for recvfrom throws away what is longer than it was asked for.")
def huge(lab):
    """A message of 60,000 bytes, from a file, arrives whole."""
    message = "x" * 59_992 + " the end"
    server = lab.start_server()
    lab.try_client(stdin=f"{message}\n")
    server.shows(message)


@check(needs="message", hint="Decode with errors='replace', and print what a peer sends through repr: print({message}) "
                             "does.")
def odd_bytes_at_server(lab):
    """Bytes that are not UTF-8, and escape sequences, from a client do the server no harm."""
    server, peer = lab.start_server(), lab.peer()
    peer.sends(lab.message(b"\xff\x1b[2Jx"))
    server.shows("\\x1b[2Jx")
    server.types("fine")
    server.goes_on()


@check(needs="turns", hint="When the client has gone (TCP: recv returns nothing; UDP: it has sent exit) the server "
                           "prints Client left and waits for the next one.")
def client_left(lab):
    """When the client leaves with exit, the server says so and serves the next one."""
    server, client = lab.start_pair()
    client.types("hello").shown_by(server)
    server.types("hey")
    client.types("exit")
    client.ends(0)
    server.shows("Client left")
    lab.start_client().types("I am the next").shown_by(server)


@check(needs="message reply", hint="On exit the server ends: over TCP the client then receives nothing, over UDP it "
                                   "must be sent the word. The client prints Server left.")
def server_exits(lab):
    """exit at Enter Reply ends both scripts with status 0, and the client shows Server left."""
    server, client = lab.start_pair()
    client.types("hello").shown_by(server)
    server.types("exit")
    client.shows("Server left")
    server.ends(0)
    client.ends(0)


@check(needs="message reply", hint="input() raises EOFError at the end of the input: take it for exit.")
def end_of_input(lab):
    """The end of the input (Ctrl-D) ends each script as exit does."""
    server, client = lab.start_pair()
    client.presses("Ctrl-D")
    client.ends(0)
    if lab.transport == "udp":
        server.shows("Client left")
    client = lab.start_client()
    client.types("hello").shown_by(server)
    server.presses("Ctrl-D")
    server.ends(0)
    client.shows("Server left")


@check(needs="message", hint="signal.signal(signal.SIGINT, signal.SIG_DFL) at the start has Ctrl-C end the program "
                             "quietly.")
def interrupted(lab):
    """Ctrl-C ends each script at once and without a traceback, wherever it waits."""
    server = lab.start_server()
    server.presses("Ctrl-C")
    server.ends()
    server, client = lab.start_pair()
    client.presses("Ctrl-C")
    client.ends()
    if lab.transport == "udp":
        server.shows("Client left")
    client = lab.start_client()
    client.types("hello").shown_by(server)
    client.presses("Ctrl-C")
    client.ends()
    server.presses("Ctrl-C")
    server.ends()


@check(hint="Catch ConnectionRefusedError and print one line: which address, what to start. Over UDP a client hears "
            "that error only after connect(), and after it has sent something.")
def no_server(lab):
    """Without a server the client says so in one line and ends with status 1."""
    client = lab.try_client()
    if lab.transport == "udp":
        client.types("hello")
        client.shows("no server at 127.0.0.1:")
    else:
        client.shows_one_line("no server at 127.0.0.1:")
    client.ends(1)


@check(needs="starts", hint="Catch OSError around bind and connect, check 0 <= port <= 65535, and print one line with "
                            "sys.exit.")
def bad_addresses(lab):
    """A taken port, an unknown host and a port out of range give one clear line and status 1."""
    lab.start_server()
    if lab.transport == "tcp":
        lab.server_peer(70000 - 65536)  # where port 70000 ends up if nobody looks at it
    for role, host, port in (("server", "127.0.0.1", lab.port), ("server", "no.such.host.invalid", 5000),
                             ("client", "no.such.host.invalid", 5000), ("server", "127.0.0.1", 70000),
                             ("client", "127.0.0.1", 70000)):
        window = lab.open(role, host, port)
        window.ends(1)
        window.shows_one_line(str(port))
