"""Performing: some checks of a small hand-in, for the tests of what the driver does."""
from lab12.driver.driver import Driver
from lab12.finder.handin import find
from lab12.grader import grade
from lab12.guard.worker import Worker
from lab12.rubric.checks import perform_all
from lab12.rubric.scheme import read_scheme

# A server that passes on to all others what one says.
CROWD = """import socket, threading
door, members = socket.create_server(("127.0.0.1", 7309)), []
def serve(link):
    while data := link.recv(999):
        for one in members:
            if one is not link:
                one.send(data)
while True:
    members.append(door.accept()[0])
    threading.Thread(target=serve, args=members[-1:]).start()
"""


def performed(folder, section, files, *names, seen=False):
    """Return the outcome of these checks of a hand-in, performed one after the other, and what was learnt meanwhile.

    With `seen` each outcome comes with what was seen.
    """
    for name, text in files.items():
        (folder / name).write_text(text)
    made, scheme = find(folder), read_scheme(None)

    def work():
        with grade.laid_out(made, section, made.pairs[section][0], scheme) as (roles, _):
            driver = Driver(roles)
            results = perform_all([one for one in scheme.checks(section) if one.name in names], driver)
            driver.close()
            outcomes = {name: [results[name].outcome, results[name].seen] if seen else results[name].outcome
                        for name in names}
            return outcomes, {key: str(one) for key, one in driver.facts.items()}

    return Worker(work, 30).answer()
