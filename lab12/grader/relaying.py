"""Relaying: how a script passes on what has come to many, for a Source: by which calls, and whom they leave out."""
import ast
from functools import cached_property

from lab12.finder.kinds import COMPREHENSIONS, fills_each, own_senders
from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, OVER_SOCKETS, RECEIVES, called, last_name, line, names_in

OVER_MANY = ast.For, ast.AsyncFor, ast.ListComp, ast.SetComp, ast.GeneratorExp
HOPS = 3  # functions, each of which calls the next one, between the loop over all and what sends
CHANGES = {"append", "add", "remove", "discard", "pop"}  # who is on a list


class Relaying:
    """The part of a Source that is about what it passes on."""

    @property
    def spares_author(self):
        """Whether it compares one socket or address with another, of those it goes through, before it sends to one."""
        each = set()  # the names of one of those
        for node in self.tree.nodes:
            loops = node.generators if isinstance(node, COMPREHENSIONS) else [node] if isinstance(
                node, (ast.For, ast.AsyncFor)) else ()
            each |= set().union(*(names_in(loop.target) for loop in loops))
            each |= {one.arg for one in node.args.args} if isinstance(node, ast.Lambda) else set()
        counted = {last_name(node.target) for node in self.tree.nodes if isinstance(node, ast.AugAssign)
                   and self.tree.above(node, ast.While)}

        def by_index(node):
            return isinstance(node, ast.Subscript) and bool(counted & names_in(node.slice))

        each |= {last_name(target) for node in self.tree.nodes if isinstance(node, ast.Assign) and by_index(node.value)
                 for target in node.targets}
        senders = own_senders(self.tree)
        queued = self.tree.of("put", "put_nowait")  # to what a thread of its own sends to each
        by_name = self.told_by_name
        own = [call for call in self.tree.calls if (
            senders.get(called(call)) or call in queued or called(call) in by_name) and not self.is_of_other(call)
            and self.tree.above(call, (ast.For, ast.AsyncFor))]  # one.say(text)
        filled = filter(None, [fills_each(self.tree)])
        doors = {last_name(getattr(call.func, "value", None)) for call in self.tree.of("accept")} - {""}
        return any(isinstance(part, ast.Compare) and isinstance(part.ops[0], (ast.IsNot, ast.NotEq, ast.Is, ast.Eq))
                   and (each & names_in(part) or any(map(by_index, (part.left, *part.comparators))))
                   and not self.picks_one(part)
                   and not any(not names_in(side) or self.tree.value(side) is not None  # fileno() != -1
                               or last_name(side) in doors for side in (part.left, *part.comparators))
                   for call in [*self.passing, *own, *filled] for above in self.around(call) for part in walk(above))

    def picks_one(self, compared):
        """Tell whether what is done where two are equal is for that one alone, and the others are told all the same.

            if name == asked_for: send(link, names)            # no else, and nothing leaves the round
        """
        test = next(iter(self.tree.above(compared, (ast.If, ast.UnaryOp))), None)
        return isinstance(test, ast.If) and not test.orelse and isinstance(compared.ops[0], (ast.Is, ast.Eq)) and (
            compared in walk(test.test)) and all(isinstance(one, ast.Expr) for one in test.body)

    @cached_property
    def passing(self):
        """The calls that pass on what has come: those in the innermost loops, where that is no command, if it may be.
        """
        sends = self.of("send", "sendall", "sendto", "write")
        came = [call for call in sends if self.shows_what_comes(call)]
        came = [call for call in came if not self.is_of_command(call)] or came
        deepest = max(map(self.depth, came), default=0)
        came = [call for call in came if self.depth(call) == deepest]
        return [call for call in came if not self.is_notice(call)] or came or sends

    @property
    def passes(self):
        """The place where it passes on what has come, or keeps it for each, which is no notice that somebody is there.

        It is that in the loop over all, where what sends to one of them is called from there, by others or itself.
        """
        place = fills_each(self.tree) or next(iter(self.passing), None)
        told = [place] if isinstance(place, ast.Call) and not self.tree.above(place, OVER_MANY) else []
        for _ in range(HOPS):
            told = [site for one in told for site in self.tree.sites(self.tree.function(one))]
            if over_many := [one for one in told if self.tree.above(one, OVER_MANY)]:
                place = next((one for one in over_many if not self.is_notice(one)), over_many[-1])
                break
        return self.line(line(place)) if place else self.sends

    def is_notice(self, call):
        """Tell whether this sends in a function that puts somebody on the list of all, or takes one off it."""
        loop = next(iter(self.tree.above(call, (ast.For, ast.AsyncFor))), None)
        kept = {last_name(part) for part in walk(loop.iter)} - {""} if loop else set()
        return any(kept & {last_name(getattr(part, "value", None))} and isinstance(part.ctx, (ast.Store, ast.Del))
                   if isinstance(part, ast.Subscript) else called(part) in CHANGES and last_name(
                       getattr(part.func, "value", None)) in kept for part in walk(self.tree.function(call) or loop))

    def around(self, call):
        """Return the loops over many that a call stands in, the innermost loop among them: not that of the talk."""
        loops = self.tree.above(call, (*LOOPS, *COMPREHENSIONS))
        return loops[:1] + [one for one in loops[1:] if not isinstance(one, ast.While)]

    @property
    def passes_on(self):
        """Whether it sends in a loop over many: for client in clients, itself or by a function of its own."""
        senders = own_senders(self.tree)
        by_name = self.told_by_name
        own = [call for call in self.tree.calls if not self.is_of_other(call) and (
            senders.get(called(call)) or called(call) in by_name)]
        kept = any(isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Attribute) and self.tree.above(
            node, ast.For) and self.has_come(node.value, self.received) for node in self.tree.nodes)  # peer.out += data
        return kept or any(self.tree.above(call, (ast.For, ast.AsyncFor, *COMPREHENSIONS)) for call in [
            *own, *self.of("send", "sendall", "sendto", "write", "put", "put_nowait", "sock_sendall")]
            if not self.answers(call))

    def answers(self, call):
        """Tell whether this sends to the one from whom it has received in the same round: for one in ready."""
        name = last_name(getattr(call.func, "value", None))
        loop = next((loop for loop in self.tree.above(call, ast.For) if name in names_in(loop.target)), None)
        return loop is not None and any(called(part) in RECEIVES and isinstance(part.func, ast.Attribute)
                                        and last_name(part.func.value) == name for part in walk(loop))

    @property
    def told_by_name(self):
        """The script's own functions that send, and do not receive: def tell(name): clients[name].send(text)."""
        inside = {one.name: set(map(called, walk(one))) for name in self.tree.own for one in self.tree.defined[name]}
        return {name for name, does in inside.items() if does & OVER_SOCKETS and not does & RECEIVES}

    @property
    def may_broadcast(self):
        """Whether it asks for what a broadcast needs; what goes to a group needs nothing."""
        return any(word in self.text for word in ("SO_BROADCAST", "allow_broadcast", "IP_ADD_MEMBERSHIP"))

    @property
    def to_everybody(self):
        """Whether it sends to a broadcast address or to a group, where there is no list of clients."""
        return bool(self.script and self.script.everybody) or any(
            word in self.text for word in ("255.255.255.255", "<broadcast>", "127.255.255.255", "IP_ADD_MEMBERSHIP"))
