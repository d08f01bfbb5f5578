"""The sure pair: how many turns a second it takes on a network that loses, and how many theory says it should.

    python -m lab12.bench.sure

Stop and wait stands still for a time-out whenever a message or its reply is lost; the time-out grows each time.
"""
import argparse
import contextlib
import subprocess
import sys
import tempfile
import time

from lab12 import HOME
from lab12.bench.turns import free_port, serves
from lab12.stage.network import open_network

FIRST, GROWTH, LONGEST = 0.02, 1.5, 1.0  # the time-outs of udp/sure_recvr2.py, in seconds
LOSSES = 0.0, 0.1, 0.3
PLAIN, SURE = ("recvr1.py", "recvr2.py"), ("sure_recvr1.py", "sure_recvr2.py")


def main():
    parser = argparse.ArgumentParser(prog="python -m lab12.bench.sure", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--turns", type=int, default=1000, help="of each conversation (%(default)s)")
    turns = parser.parse_args().turns
    plain = turns_a_second(PLAIN, None, turns)
    print(f"plain pair                              {plain:8,.0f} turns a second")
    print(f"sure pair                               {turns_a_second(SURE, None, turns):8,.0f}")
    through = None
    for loss in LOSSES:
        rate = turns_a_second(SURE, loss, turns)
        through = through or rate
        expected = theory(1 / through, loss)
        print(f"sure pair, through lossy.py, {loss:4.0%} lost  {rate:8,.0f}    theory {expected:8,.0f}")


def theory(turn, loss):
    """Return the turns a second where one without loss takes so long.

    A message is to be sent again if it or the reply to it is lost, which has the chance 1 - (1 - p)^2. After each time
    that this happens all stands still for a time-out.
    """
    again = 1 - (1 - loss) ** 2
    waits = [min(FIRST * GROWTH ** count, LONGEST) for count in range(200)]
    return 1 / (turn + sum(again ** count * wait for count, wait in enumerate(waits, 1)))


def turns_a_second(names, loss, number):
    """Return how many turns a second a pair takes, over so many; through lossy.py unless `loss` is None.

    A short conversation is taken off a long one, for the start; the same seed loses the same in both. The long one is
    made longer until most of its time is spent on turns.
    """
    while True:
        short, long = (conversation(names, loss, turns) for turns in (number // 10, number))
        if long > 2 * short:
            return (number - number // 10) / (long - short)
        number *= 2


def conversation(names, loss, number):
    """Return the seconds in which a client starts, takes so many turns, and ends."""
    network, _ = open_network()
    with contextlib.ExitStack() as stack:
        stack.callback(network.close)
        said = stack.enter_context(tempfile.NamedTemporaryFile())
        said.write(b"hello\n" * number)
        said.flush()

        def start(script, *arguments):
            command = network.inside([sys.executable, HOME / "udp" / script, *map(str, arguments)])
            with open(said.name, "rb") as lines:
                process = subprocess.Popen(command, stdin=lines, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            stack.callback(process.wait)
            stack.callback(process.kill)
            return process

        def start_server(script, port, *arguments):
            process = start(script, "127.0.0.1", port, *arguments)
            while not serves(process, network, "udp", ("127.0.0.1", port)):
                if process.poll() is not None:
                    raise OSError(f"udp/{script} does not serve")
                time.sleep(0.01)

        port = free_port(network, "udp")
        start_server(names[0], port)
        if loss is not None:
            at = free_port(network, "udp")
            start_server("lossy.py", port, "--at", at, "--loss", loss, "--seed", 1)
            port = at
        begun = time.perf_counter()
        start(names[1], "127.0.0.1", port).wait()
        return time.perf_counter() - begun


if __name__ == "__main__":
    main()
