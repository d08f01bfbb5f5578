"""Silent: one who is connected to a chat's server, and says nothing, while others join."""
from contextlib import contextmanager, suppress

from lab12.driver.words import crash, of_connection
from lab12.rubric.chats import may_join
from lab12.rubric.checks import Told
from lab12.stage.peer import Peer
from lab12.stage.polling import ready
from lab12.stage.window import Miss

LIMIT = 10.0  # seconds for which a server may wait for the first words of a client, and keep the others waiting


@contextmanager
def somebody_silent(d):
    """Keep a client connected that says nothing, not even a name, while others join."""
    ports, peer = d.server_ports(), None
    if d.roles.transport == "tcp" and ports and may_join(d):
        peer, limit = Peer(d.stage, "tcp", "somebody who says nothing"), hears_for(d.server)
        with suppress(Miss):
            peer.connects((d.roles.address_of(d.roles.server), min(ports)))
            if limit is None:
                put_out(d)
    failed = crash(d.server)
    try:
        yield
    except Miss:
        kept = Told(Miss("the server to go on while somebody who has connected says nothing, not even a name",
                         "nobody else gets in until that one has gone"), d)  # what comes then may come together
        failed_itself = not of_connection(crash(d.clients[-1]))  # and nobody has kept it out
        if peer and not (d.roles.sends_twice or failed_itself) and heard_without(d, peer):  # else it brings more on
            raise kept from None
        raise
    if peer:
        peer.leaves()
        d.stale = d.stale or crash(d.server) != failed or bool(d.server.unsettled)


def put_out(d):
    """Wait until the server puts out who says nothing, where it waits for nobody else meanwhile, and not for ever."""
    limit = hears_for(d.server)
    if limit and limit < LIMIT and "connection" not in d.server.processes.kinds():
        d.stage.outlast(d.server, limit + 1)
        if d.server.unsettled:  # another thread spins
            ready([d.server.terminal.descriptor], limit)


def hears_for(window):
    """Return the seconds for which a thread waits for somebody else at most, whatever others do; None for no limit."""
    waits = [wait for _, wait in window.processes.waits(window.processes.look())]
    return max((wait.limit for wait in waits if not wait.runs and wait.kinds != ("clock",) and wait.limit),
               default=None)


def heard_without(d, silent):
    """Return whether the last client is heard once the silent one has gone."""
    silent.leaves()
    with suppress(Miss):
        d.settle_in(d.clients[-1])
        d.say(d.clients[-1], d.clients[:1])
        return True
    return False
