"""Each check of the grader can fail: for each mistake, those that must miss do, and no other does.

The mistakes are those of mutants.py, as far as the grader looks for them, and a few more of its own kind.
"""
import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from mutants import MUTANTS, Mutant

from lab12.grader.grade import grade
from lab12.rubric.chats import CHAT
from lab12.rubric.checks import FAILED, MISSED
from lab12.rubric.pairs import PAIR
from lab12.stage import network, waiting

pytestmark = pytest.mark.skipif(not waiting.available() or not network.open_network()[0].private,
                                reason="no private network, or a kernel that does not tell what a process waits for")

# Which checks of the grader must miss with a mistake of mutants.py; with all other mistakes, none may.
MISSED_WITH = {
    "tcp pair: the server has no SO_REUSEADDR": "again",
    "tcp pair: the server takes one recv(1024) for a message": "long pieces",
    "tcp pair: the client takes one recv(1024) for a reply": "long pieces",
    "tcp pair: an empty line sends nothing, and both wait": "empty pieces",
    "tcp pair: a client that has left is taken for an endless empty message": "lost next_client",
    "tcp pair: the server prints b'..'": "transcript",
    "tcp pair: the client prints b'..'": "transcript",
    "tcp pair: the server stops after one client": "next_client",
    "tcp pair: the server accepts a new connection for each message": "turns",
    "tcp pair: the server sends the message back instead of the reply": "reply server_half",
    "tcp pair: _name_ for __name__": "starts listens server_half",
    "tcp pair: an indentation error": "starts client_half",
    "tcp pair: the address of another computer is hard-coded": "starts server_half",
    "tcp pair: the server greets before the first message": "transcript",
    "tcp pair: the prompt has no space at its end": "prompts transcript",
    "tcp pair: the message is shown without its braces": "transcript",
    "tcp pair: only ASCII letters are sent": "letters",
    "tcp pair: Ctrl-C ends the server with a traceback": "quiet",
    "tcp pair: Ctrl-C ends the client with a traceback": "quiet",
    "tcp pair: a missing server is reported by a traceback": "alone",
    "tcp pair: the client asks only once": "turns stops",
    "udp pair: the tail of a long datagram is lost: recvfrom(1024)": "long",
    "udp pair: the tail of a long reply is lost: recv(1024)": "long",
    "udp pair: every reply goes to the first client": "next_client",
    "udp pair: every reply goes to a fixed address": "reply stops server_half",
    "udp pair: the client does not connect and waits for ever where no server is": "alone",
    "udp pair: an empty datagram is taken for the end": "empty",
    "udp pair: the server prints b'..'": "transcript",
    "udp pair: Ctrl-C ends the server with a traceback": "quiet",
    "udp pair: only ASCII letters are sent": "letters",
    "udp pair: the server listens with TCP": "starts listens server_half",
    "udp pair: the client asks only once": "turns stops",
    "udp pair: the prompt has no space at its end": "prompts transcript",
    "udp pair: the message is not shown": "message server_half",
    "tcp chat: the client shows what has come only after Enter": "message client_half",
    "tcp chat: Ctrl-C ends the client with a traceback": "quiet",
    "tcp chat: a missing server is reported by a traceback": "alone",
    "tcp chat: _name_ for __name__": "starts client_half",
    "tcp chat: only ASCII letters are shown": "letters",
    "tcp chat: a message comes back to its author": "own",
    "tcp chat: a client that has left is never removed": "stops",
    "tcp chat: what recv returns is taken for a message": "pieces",
    "tcp chat: the server waits for each newcomer to speak": "promptly turns everybody stops",
    "tcp chat: the server has no SO_REUSEADDR": "again",
    "tcp chat: Ctrl-C ends the server with a traceback": "quiet",
    "udp chat: the client does not announce itself": "braces",
    "udp chat: the client waits for ever where no server is": "alone",
    "udp chat: a message comes back to its author": "own",
}


def chat_server(*edits):
    return {"tcp/chat_server.py": list(edits)}


def chat_client(*edits):
    return {"tcp/chat_client.py": list(edits)}


MORE = [
    Mutant("both stop on bye", {
        "tcp/recvr1.py": [('if reply == "exit"', 'if reply == "bye"')],
        "tcp/recvr2.py": [('if message == "exit"', 'if message == "bye"')]}, {"exit_word"}),
    Mutant("the client looks at another port", {"tcp/recvr2.py": [("PORT = 12345", "PORT = 12344")]},
           {"listens", "starts"}),
    Mutant("the client stops on bye", chat_client(
        ('window.ask()) != "exit"', 'window.ask()) != "bye"')), {"exit_word"}),
    Mutant("the client looks at another port", chat_client(("PORT = 12346", "PORT = 12344")), {"listens", "starts"}),
    Mutant("the server shows nothing", chat_server(("        self.screen.show(batch)\n", "")), {"screen"}),
    Mutant("a long message is cut off", chat_client(('f"{message}\\n"', 'f"{message[:1000]}\\n"')), {"long"}),
    Mutant("the server has room for three", chat_server(("else 100_000", "else 3")), {"next_client"}),
    Mutant("the server ends when a client leaves", chat_server(
        ("        self.clients.remove(client)\n", "        sys.exit()\n")), {"lost", "stops"}),
    Mutant("the server sends each message back to its author only", chat_server(
        ("batch[:start] + batch[end:]", "batch[start:end]")), {"message", "server_half"}),
    Mutant("the server sends each message to the first two clients only", chat_server(
        ("in tuple(self.clients):", "in sorted(self.clients, key=lambda client: client.number)[:2]:")),
        {"everybody", "next_client"}),
]


def missed(lab):
    """Return the names of the checks that the grader misses in a lab, and what it could not do itself."""
    results = [result for section in grade(lab).sections for result in section.results]
    return ({result.name for result in results if result.outcome == MISSED},
            [result.reason for result in results if result.outcome == FAILED])


@pytest.fixture(scope="session")
def found(tmp_path_factory, request):
    """What the grader misses in all mutants that are asked for, begun at once on every core: {mutant: future}."""
    calls = [item.callspec.params for item in request.session.items if hasattr(item, "callspec")]
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        yield {call["graded"]: pool.submit(missed, MUTANT[call["graded"]].write(tmp_path_factory.mktemp("lab")))
               for call in calls if "graded" in call}


def title(mutant):
    return f"{mutant.section}: {mutant.mistake}"


MUTANT = {title(mutant): mutant for mutant in MUTANTS + MORE}


def expected(mutant):
    return mutant.caught_by if mutant in MORE else set(MISSED_WITH.get(title(mutant), "").split())


@pytest.mark.parametrize("graded", MUTANT)
def test_the_grader_misses_what_it_must(graded, found):
    names, failures = found[graded].result()
    assert not failures
    assert names == expected(MUTANT[graded])


@pytest.mark.parametrize("kind, checks", [("pair", PAIR), ("chat", CHAT)])
def test_each_check_of_the_grader_has_a_mutant(kind, checks):
    caught = {name for mutant in MUTANT.values() if mutant.section.endswith(kind) for name in expected(mutant)}
    assert {check.name for check in checks} <= caught


def test_each_line_names_a_mutant():
    assert set(MISSED_WITH) <= set(MUTANT)
