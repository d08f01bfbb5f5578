"""Whose: which program each packet is of, from what the kernel said of the ports, and from what was done when."""
NOBODY = "nobody at port {}"


class Whose:
    """What is known of the ports so far, while a tape is read from its beginning.

    `in_vain` are the numbers of packets that are calls of a place without end, and their refusals.
    """

    def __init__(self, tape, frames, in_vain=()):
        self.tape, self.refused, self.in_vain = tape, refused(frames), in_vain
        self.callers = {}  # port that is called in vain -> the first program that has done so
        self.running, self.guessed = [], {}  # programs that have been started, in order; (transport, port) -> name

    def act(self, entry):
        """Take in that something was done."""
        if entry.what in ("starts", "is started") and entry.who not in self.running:
            self.running.append(entry.who)

    def rest(self, entry):
        """Take in which programs have ended."""
        self.running = [name for name in self.running
                        if not entry.waits.get(name, "").startswith(("ended", "killed"))]

    def ends(self, number, frame):
        """Return (sender, receiver) of a packet; of an error of ICMP those of what it answers, turned round."""
        if number in self.in_vain:
            return self.ends_in_vain(number, frame)
        about, refuses = frame.quoted or frame, frame.resets or bool(frame.quoted)
        source = self.name(number, about.transport, about.source[1], not frame.resets)
        target = self.name(number, about.transport, about.target[1], not refuses and number not in self.refused,
                           source or NOBODY)
        source, target = (name or NOBODY.format(port) for name, (_, port) in (
            (source, about.source), (target, about.target)))
        return (target, source) if frame.quoted else (source, target)

    def ends_in_vain(self, number, frame):
        """Return the same of a call in vain, or its refusal: nobody can tell of one among thousands who has made it."""
        port, own = (frame.source, frame.target) if frame.resets else (frame.target, frame.source)
        caller, nobody = self.callers.get(port[1]), NOBODY.format(port[1])
        if caller not in self.running:
            caller = self.callers[port[1]] = self.name(number, "tcp", own[1], not frame.resets) or NOBODY.format(own[1])
        place = self.name(number, "tcp", port[1], False) or nobody
        return (place, caller) if frame.resets else (caller, place)

    def name(self, number, transport, port, is_there, other=None):
        """Return the name of the program at a port, None if nobody is there.

        Where the kernel does not say it, the sender is the program that did something last. The receiver is the first
        other program that runs: the server, since it is started before its clients.
        """
        if name := self.tape.owner(number, transport, port, is_there):
            return name
        known = self.guessed.get((transport, port))
        if known in self.running or not is_there:
            return known
        doer = self.tape.doer(number)
        likely = [name for name in self.running if name != other]
        if not other and doer in likely:
            likely = [doer]
        if likely:
            self.guessed[transport, port] = likely[0]
        return likely[0] if likely else known


def refused(frames):
    """Return the numbers of those packets that were answered with a refusal: nobody was at their port."""
    asked, found = {}, set()
    for number, frame in enumerate(frames):
        if frame is None:
            continue
        if frame.quoted:
            found |= {asked.get((frame.quoted.source, frame.quoted.target))} - {None}
        elif frame.resets:
            found |= {asked.pop((frame.target, frame.source), None)} - {None}
        elif frame.calls or frame.transport == "udp":
            asked[frame.source, frame.target] = number
        elif frame.grants:
            asked.pop((frame.target, frame.source), None)
    return found
