"""The opening: a stage, the scripts of one section started on it, and what they ask first answered."""
import signal
from contextlib import nullcontext
from dataclasses import replace
from functools import reduce

from lab12.driver.hosts import out_of_reach
from lab12.driver.prompts import asked_by_network, once_more, stem
from lab12.driver.recorder import ALL_KILLED, Recorder
from lab12.driver.words import crash, doing, of_connection, the
from lab12.finder.wants import filled
from lab12.guard.sandbox import Sandbox
from lab12.stage.network import Unavailable
from lab12.stage.ports import holder
from lab12.stage.window import Miss
from lab12.wire.capture import Wire
from lab12.wire.sockets import Owners
from lab12.wire.tape import Tape

PORT = 12345
EPHEMERAL = range(32768, 61000)  # ports that the kernel hands out (ip(7), ip_local_port_range)
NUMBER = "21"   # where one is asked for, be it an age
GROUP = "friends"  # one for all
CALLING = 6.0   # seconds until a server calls again that has looked for its client in vain, at most
DRAWS = 20      # times that a client is started which binds ports by chance, until it has one that is free
QUESTIONS = 8   # that are answered before the conversation, at most
SPELLS = 2      # of sleep that are waited for before it: one before a question, and one after its answer
LEFT = []       # taps that are not needed any more


class Opening:
    """The windows of one section. `stale` says that they are not in the middle of a conversation (any more)."""

    def __init__(self, roles):
        self.roles, self.stage, self.wire = roles, None, None
        self.sandbox = Sandbox(roles.room, hosts=roles.hosts)
        self.port = PORT  # that is typed where the user may choose
        self.server, self.clients, self.pending = None, [], {}
        self.started = 0  # clients, on all stages
        self.ours = set()  # numbers of clients of ours on this stage, whose names are taken
        self.stale = True
        self.private = False  # whether their network is one that nothing else can see
        self.sees = True     # whether what crosses the network is seen
        self.looked = False  # whether a client has looked for a server that is not ours
        self.served = None  # the port of a server that the kernel has chosen
        self.stood = False  # whether a connection stood when the server was ended
        self.one_for_all = False  # whether what nobody can tell from the source is answered alike by all clients
        self.twice = set()  # (window, what a question begins with) that has been asked a second time
        self.drawn = set()  # ports that were seen, where a script binds one by chance, but for those it names
        self.notices = set()  # what this computer lacks
        self.guesses = set()  # answers, in words, that nothing but the source, or their question, says to be right

    @property
    def client(self):
        return self.clients[0]

    def open_stage(self):
        """Clear the stage, and open a new one, with a network of its own.

        Raises Unavailable where the scripts name an address that only such a network could have.
        """
        self.close()
        self.stage = Recorder(self.roles.to_be_given, self.notices.add, guard=self.sandbox, polls=self.roles.polls,
                             at_will=self.roles.at_will, alternates=self.roles.sends_twice)
        self.stage.sleeps, self.stage.naps = self.roles.sleeps, self.roles.naps
        self.private = self.stage.network.private
        self.roles.named = self.private and self.sandbox.inner
        if why := out_of_reach(self.roles, self.private):
            raise Unavailable(why)
        self.owners = Owners()
        self.wire = Wire(self.stage.network)
        if self.roles.wire:
            self.stage.tape = Tape(self.stage, wire=self.wire, tells=self.stage.tells, known=self.owners.of)
        self.port = self.stage.port(self.roles.transport, PORT)
        self.sees = self.wire.sees
        self.server, self.clients, self.pending, self.stale, self.ours = None, [], {}, False, set()

    def close(self):
        if self.stage:
            scripts = [script for script in (self.roles.server, self.roles.client) if script]
            if any(script.draws_port for script in scripts):
                seen = {port for packet in self.wire.since(0) for port in (packet.source, packet.target)}
                self.drawn |= seen - {script.port for script in scripts}
            LEFT.append(self.wire)  # closing a tap takes 10 ms; the end of this process closes them all
            self.stage.__exit__()
            self.stage = None

    def start(self, script, role):
        """Start a script and answer what it asks first; return its window. Raises Miss if it does not go on."""
        if script.by_hand:
            raise Unavailable(f"{script.path} {script.by_hand}: try it by hand")
        if role == "server" and not script.port:
            self.wire.forget_ports()  # it may wait at another port than one that has gone
        if role == "server" and not script.draws_port:
            self.refuse_stranger(script.transport or self.roles.transport, script.port)
        same = sum(window.name.startswith(role) for window in self.stage.windows)
        number, name = self.free_number(role), f"{role} {same + 1}" if same else role
        user = self.roles.name_of(role, number)
        command = script.command(role, *self.address_for(role), user, self.own_port(role, number),
                                 password=self.roles.password_of(user), key=self.roles.key())
        with self.computer(role):
            window = self.stage.open(self.roles.paths[script.path], *command, name=name, module=script.module,
                                     above=script.above_it)
        window.guess.bare, window.guess.always = script.bare, script.prompts
        window.looks_round = bool(script.looks_round)
        self.stage.asked[window] = [text.replace("...", user) for text in script.asked]  # f"{name}: "
        self.pending[window] = script.asked_of(role), script, role, number
        if role == "client" and self.roles.mutual and self.server and self.server.alive():
            self.stage.outlast(self.server, CALLING)
            self.stage.note_again(window)
        if role == "server":
            self.server, self.served = window, None
            if script.peer and "own port" not in script.wants:
                self.served = min(self.bound(), default=None)
        else:
            self.clients.append(window)
        self.settle_in(window)
        patience = max(script.tries, script.begins)
        for _ in range(SPELLS if patience else 0):
            if not window.alive() or window.asks():
                break
            self.stage.outlast(window, patience + 1)
            self.settle_in(window)
        if role == "client":
            self.dial(window)
            self.note_calls()
        if not window.alive():
            self.ask_first(window)
            one = self.culprit(window)
            raise Miss(f"{the(one)} to start, and to go on", f"it {doing(one)}")
        return window

    def computer(self, role):
        """Return a block in which a client believes to be on a computer of its own, where that makes it a client."""
        hosts = self.roles.hosts_of_client if role == "client" and self.sandbox.inner else None
        return self.stage.guarded(Sandbox(self.roles.room, hosts=hosts)) if hosts else nullcontext()

    def dial(self, window):
        """Type what has a client connect, where its user must say that."""
        _, _, role, number = self.pending[window]
        host, port = self.address_for(role)
        if (word := self.roles.verb(role, "connect")) and window.asks():
            name = self.roles.name_of(role, number)
            told = {"host": host, "port": str(port), "name": name, "group": GROUP}
            window.types(reduce(lambda text, what: text.replace(f"{{{what}}}", told[what]), told, word))
            self.settle_in(window)

    def join(self, window, words=("nick", "create", "join")):
        """Type what lets a user into a room, where the programs look for such words: the first one makes it.

        Who has made it may have to enter it, too: see chats.in_a_room.
        """
        _, _, role, number = self.pending[window]
        makes = window is self.clients[0] and "create" in words and self.roles.verb(role, "create")
        for name in words:
            if name == "create" and not makes or name == "join" and makes and self.facts.get("rooms") != "entered":
                continue
            if (word := self.roles.verb(role, name)) and window.asks():
                window.types(f"{word}{self.roles.name_of(role, number) if name == 'nick' else GROUP}")
                self.settle_in(window)

    def joins(self):
        """Return whether there is any such word."""
        return any(self.roles.verb("client", name) for name in ("nick", "create", "join"))

    def refuse_stranger(self, transport, port):
        """Raise Unavailable where another program of this computer holds a port that is to be served at."""
        ours = {pid for window in self.stage.windows for pid in (window.terminal.pid, *window.processes)}
        if not self.stage.network.private and port and (who := holder(transport, port, ours)):
            raise Unavailable(f"port {port} is held by {who}, and there is no private network: end that program, and "
                              "mark this again")

    def ask_first(self, window):
        """Raise Miss where a client has found no server, since that asks for something that nobody has told."""
        server = self.server if self.server is not window else None
        if server and server.asks() and of_connection(crash(window)) and not self.wire.bound(self.roles.transport):
            prompt = server.screen.lines[server.screen.row].strip()
            raise Miss("the server to wait for clients", f"it asks its user for something first ({prompt!r})")

    def culprit(self, window):
        """Return the window of which another one has died: the server, if an error has ended it before its client."""
        server = self.server if self.server is not window else None
        died = server and not server.alive() and not of_connection(crash(server))
        return server if died and of_connection(crash(window)) else window

    def start_server(self, patient=True):
        """Start the server; on a network that is not its own, be patient while its port is kept for the last one."""
        try:
            return self.start(self.roles.server, "server")
        except Miss:
            network, script = self.stage.network, self.roles.server
            taken = "in use" in (crash(self.server) or "") and not network.private
            if not (taken and patient and network.becomes_free(script.transport, script.port)):
                raise
            return self.start(self.roles.server, "server")

    def start_client(self):
        """Start a client; again if it has drawn a port, and one that another client has."""
        notes, started = len(self.stage.notes), self.started
        for draw in range(DRAWS):
            try:
                window = self.start(self.free_client(), "client")
                break
            except Miss:
                unlucky = self.clients and "in use" in (crash(self.clients[-1]) or "") and draw < DRAWS - 1
                if not (unlucky and self.roles.client.draws_port):
                    raise
                self.stage.forget(self.clients.pop(), notes)
                self.started = started
        if self.server and self.server.alive():
            self.ask_anew(self.server)
            self.settle_in(self.server)
            self.settle_in(window)
        return window

    def note_calls(self):
        """Note whether a client has looked for a server, while there is none of ours."""
        self.looked = self.looked or bool(not self.stage.peers and self.wire.called())

    def free_client(self):
        """Return the client that is to be started: where each has a port of its own, one that does not run."""
        running = [self.pending[window][1] for window in self.clients if window.alive()]
        return next((script for script in (self.roles.client, *self.roles.more) if script not in running),
                    self.roles.client)

    def replace_client(self):
        """Start one more client in the place of one that has gone."""
        self.clients = [window for window in self.clients if window.alive()]
        return self.start_client()

    def kill_all(self, server_first=False):
        """Kill all programs. The server first: its port is in TIME_WAIT if a client was connected (RFC 9293, 3.6)."""
        alive = [window for window in (self.server, *self.clients) if window and window.alive()]
        alive.sort(key=lambda window: (window is self.server) != server_first)
        if self.server in alive:
            self.stood = self.wire.standing()
        if alive:
            how = ", the server first" if server_first else ""
            self.stage.step(f"{ALL_KILLED}{how}", lambda: self.stage.kill(alive))

    def address_for(self, role):
        """Return the host and port that a user of this role would type: those of the other program, if it has any."""
        other = self.roles.client if role == "server" else self.roles.server
        host = self.roles.address_of(other)
        calls = role == "client" and self.server and self.server.alive() and not self.roles.server.unbound
        ports = self.server_ports() if calls else ()
        usual = self.port
        if role == "server" and self.roles.server.peer:
            ours = [one.socket.getsockname()[1] for one in self.stage.peers]
            given = self.bound() - self.server_ports() if self.clients else [port for port in ours if port]
            usual = min(given, default=self.own_port("client", 0))
        return host, min(ports, default=other and other.port or usual)

    def own_port(self, role, number):
        """Return the port that a user of this role would choose for it where it asks for one."""
        return self.address_for("server")[1] if role == "server" and not self.roles.server.peer else (
            self.port + (role == "client") * (1 + number))

    def server_ports(self):
        """Return the ports at which the server waits; over UDP, where a client looks the same, the likeliest.

        Where nobody can look, that is the one which it names or was given.
        """
        server = self.roles.server
        if server and server.peer and "own port" in server.wants:
            return {self.port}  # it may not have bound it yet: first it asks for the other's
        if self.served:
            return {self.served}
        ports = self.wire.listening(self.roles.transport)
        if ports is None:
            return {server and server.port or self.port}
        if self.roles.transport == "udp" and len(ports) > 1:
            named = ports & {self.roles.server and self.roles.server.port}
            return named or {port for port in ports if port not in EPHEMERAL} or ports & set(self.wire.called()[:1])
        return ports

    def bound(self):
        """Return the ports at which programs wait; of theirs alone where nobody can look at the network."""
        if self.wire.sees:
            return self.wire.bound(self.roles.transport)
        self.owners.look([window for window in self.stage.windows if window.alive()])
        return self.owners.ports_of(self.roles.transport)

    def free_number(self, role):
        """Return a number that no running client has; where names are registered, one that no client ever had."""
        if role == "server":
            return 0
        self.started += 1
        if not self.roles.accounts() and any(q.wants == "password" for q in self.roles.client.questions):
            return self.started
        taken = self.ours | {self.pending[window][-1] for window in self.clients if window.alive()}
        if self.roles.transport == "udp" and self.roles.kind == "chat" and not (self.roles.seats or self.roles.more):
            # Not even a server can know that a client was killed: its name is still in use there.
            taken |= {number for window, (_, _, who, number) in self.pending.items() if who == role
                      and not window.alive() and window.terminal.status == -signal.SIGKILL}
        return next(number for number in range(len(taken) + 1) if number not in taken)

    def ask_anew(self, server):
        """Note that a server asks again what it asks for each client, if that is what it asks for just now."""
        questions, script, *others = self.pending[server]
        now = server.screen.lines[server.screen.row]
        anew = [question for question in script.asked_of("server")
                if question.each and (stem(question.prompt) or "?") in now]
        self.pending[server] = anew or questions, script, *others

    def settle_in(self, window):
        """Answer what a script asks before the conversation, as far as its source or the server's words tell."""
        for _ in range(QUESTIONS):
            if not window.asks():
                return
            questions, script, role, number = self.pending[window]
            want, known, around, prompt = None, {}, ("", ""), window.screen.lines[window.screen.row].strip()
            for question in sorted(questions, key=lambda one: (text := stem(one.prompt)) == "" or text not in prompt):
                if stem(question.prompt) in (prompt if question.again else window.screen.text):
                    questions.remove(question)  # what stands before the cursor comes first
                    if stem(question.prompt) and stem(question.prompt) in prompt:  # there it would stand once more
                        questions[:] = [replace(one, again=True) if stem(one.prompt) == stem(question.prompt) else one
                                        for one in questions]
                    if "then" in question.answers and not question.again:
                        questions += once_more(script.asked_of(role), question)
                    want, known, around = question.wants, question.answers, (question.before, question.after)
                    prompt = question.prompt.strip()
                    break
            if not want or want == "text" and not prompt:  # what is asked for may have come: "Enter room: "
                want = asked_by_network(self, window) or want
            if not want and (question := self.asked_again(window, prompt)):
                want, known, around = question.wants, question.answers, (question.before, question.after)
            if not want:
                return
            others = {"port", "address"} & {*want.rpartition("://")[2].split("+")}
            told = others and self.roles.server.peer or want == "enter" and self.roles.mutual
            if told and role == "server" and not (self.clients or self.stage.peers):
                self.pending[window][0].insert(0, question)  # no user is there yet that could have told theirs
                return
            answer = self.answer(want, role, number, known).join(around)
            if any(around) or want not in ("host", "own host", "name", "enter"):
                self.guesses.add(f"{answer!r} to {prompt!r} in the {role}" if prompt else f"{answer!r} in the {role}")
            window.types(answer)

    def asked_again(self, window, prompt):
        """Return the Question that is asked once more, as of one who has signed up and now logs in; None if none is."""
        _, script, role, _ = self.pending[window]
        if not (role == "client" and self.roles.signs_up):
            return None  # it is asked for a message, with the same words
        found = next((one for one in script.asked_of(role) if (text := stem(one.prompt)) and prompt.endswith(text)
                      and (window, text) not in self.twice), None)
        if found:
            self.twice.add((window, stem(found.prompt)))
        return found

    def answer(self, want, role, number, known=()):
        """Return what a user answers to a question for this, a word of WANTS; the source may tell what is `known`."""
        if "+" in want:
            return dict(known)["sign"].join(self.answer(one, role, number) for one in want.split("+"))
        name, (host, port) = self.roles.name_of(role, number), self.address_for(role)
        answers = {"host": host, "port": str(port), "role": role, "name": name, "choice": "1", "number": NUMBER,
                   "group": GROUP, "password": self.roles.password_of(name), "key": self.roles.key(), "own host": host,
                   "enter": "", "own port": str(self.own_port(role, number)), "address": f"{host}:{port}",
                   "own address": f"{host}:{self.own_port(role, number)}"}
        answers["addressee"] = self.roles.name_of("client", int(number == 0)) if role == "client" else name
        known = {"role" if key == role else key: answer for key, answer in dict(known).items()}
        known |= {"choice": known["later"]} if role == "client" and len(self.clients) > 1 and "later" in known else {}
        several = role == "client" and self.roles.kind == "chat"
        unknown = name if several and not self.one_for_all else GROUP if several else "hello"
        return filled(want, {**answers, **known}, unknown)
