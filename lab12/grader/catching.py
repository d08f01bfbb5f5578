"""Catching: which errors a script catches, for a Source, and whether it tells of them."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import LOOPS, OVER_SOCKETS, called, last_name, line, names_in

CATCHES = {"ConnectionRefusedError": {"ConnectionRefusedError", "ConnectionError", "OSError", "error", "Exception",
                                      "BaseException", "timeout"},
           "ConnectionError": {"ConnectionError", "OSError", "IOError", "error", "Exception", "BaseException"},
           "BlockingIOError": {"BlockingIOError", "OSError", "error", "Exception", "BaseException"},
           "KeyboardInterrupt": {"KeyboardInterrupt", "BaseException"},
           "timeout": {"timeout", "TimeoutError", "OSError", "error", "Exception", "BaseException"},
           "OSError": {"OSError", "error", "Exception", "BaseException", "ConnectionError", "BrokenPipeError"}}

ENDS = {"exit", "quit", "_exit", "abort"}
TELLS = {"print", "print_exc", "write", "exception", "critical", "error", "warning", "log",  # these of logging, too
         "exit", "SystemExit"}  # which shows what it is given
TELLS_ALL = {"print_exc", "format_exc", "exc_info", "exception"}  # of the error that is dealt with, be it not named


class Errors:
    """The part of a Source that is about errors."""

    def catches(self, error, *calls):
        """Whether an error of this name is caught around any of these calls, or where their function is called."""
        return any(self.is_caught(error, call) for call in self.of(*calls))

    def is_caught(self, error, call):
        """Whether an error of this name is caught around this call, or where its function is called."""
        seen = set()  # the functions of which it is known where they are called: each is looked at once

        def around(node):
            for above in self.tree.above(node, (ast.Try, ast.With, ast.AsyncWith)):
                if isinstance(above, ast.Try) and any(node is part for one in above.body for part in walk(one)) and any(
                        handles(handler, error) for handler in above.handlers):
                    return True
                if suppresses(above, node, error):
                    return True
            function = self.tree.function(node)
            sites = self.tree.sites(function) if function not in seen else ()
            seen.add(function)
            return any(map(around, sites))
        return around(call)

    def goes_on_after(self, error, *calls):
        """Whether an error of this name is caught around any of these calls, by what neither ends, leaves nor tries on.
        """
        tries = [(call, above) for call in self.of(*calls) for above in self.tree.above(call, ast.Try)]
        return any(not leaves(handler)
                   for call, above in tries if any(call is part for one in above.body for part in walk(one))
                   for handler in [one for one in above.handlers if handles(one, error)][:1])

    @property
    def hides_errors(self):
        """The place of an except that says nothing of the error it catches, or of a suppress; '' if there is none."""
        for node in self.tree.nodes:
            if called(node) == "suppress" and {last_name(one) for one in node.args} & {"Exception", "BaseException"}:
                return self.line(line(node))
            if isinstance(node, ast.ExceptHandler) and is_silent(node) and not self.is_of_other(node) and not (
                    self.is_unused(node)):
                return self.line(line(node))
        return ""

    @property
    def goes_on_after_errors(self):
        """The place of an except around a recv in a loop that neither leaves it nor tells of the error; '' for none."""
        for node in self.tree.nodes:
            if isinstance(node, ast.ExceptHandler) and self.tree.above(node, LOOPS) and not any(
                    isinstance(part, (ast.Break, ast.Return, ast.Raise)) or called(part) in {"exit", "_exit", "print"}
                    for one in node.body for part in walk(one)):
                guarded = [part for one in self.tree.parent[node].body for part in walk(one)]
                waits = node.type is not None and not {last_name(part) for part in walk(node.type)} - {
                    "", "socket", "timeout", "TimeoutError", "BlockingIOError"}
                if waits or any(isinstance(part, LOOPS) for part in guarded) or not any(
                        self.brings(part) and called(part) != "get" for part in guarded):
                    continue  # nothing has come yet, it has left a loop, or is one of sending
                return self.line(line(node))
        return ""

    @property
    def spares_others(self):
        """Whether an error at one client is caught within the loop that sends to each."""
        return any(isinstance(self.tree.above(call, (ast.For, ast.Try))[0], ast.Try)
                   for call in self.of("send", "sendall", "sendto", "write")
                   if any(isinstance(above, ast.For) for above in self.tree.above(call, (ast.For, ast.Try))))


def leaves(handler):
    """Tell whether an except ends the program, its function, its loop or this round of it, at least somewhere."""
    return any(isinstance(part, (ast.Break, ast.Return, ast.Raise, ast.Continue)) or called(part) in ENDS
               for one in handler.body for part in walk(one))


def is_silent(handler):
    """Tell whether an except catches any error, or all of sockets, says nothing of it, and raises none."""
    broad = handler.type is None or last_name(handler.type) in {"Exception", "BaseException", "OSError", "error"}
    named = {handler.name} | {name for one in handler.body if isinstance(one, ast.Assign) and handler.name in names_in(
        one.value) for target in one.targets for name in names_in(target)}  # of what is made of it
    return broad and not any(
        (called(part) in TELLS or isinstance(part, ast.Return) or called(part) in OVER_SOCKETS)
        and named & names_in(part) or called(part) in TELLS_ALL
        or isinstance(part, ast.Raise) and last_name(getattr(part.exc, "func", part.exc)) != "SystemExit"
        for one in handler.body for part in walk(one))


def handles(handler, error):
    """Tell whether an except catches this error."""
    names = {last_name(part) for part in walk(handler.type) if last_name(part)} if handler.type else {
        "Exception", "BaseException"}
    return bool(names & CATCHES.get(error, {error, "Exception", "BaseException"}))


def suppresses(statement, node, error):
    """Tell whether a with has contextlib.suppress drop this error for a node in it, or in what it opens after that."""
    items = [item.context_expr for item in getattr(statement, "items", ())]
    for place, item in enumerate(items):
        within = [*items[place + 1:], *statement.body]
        if called(item) == "suppress" and any(node is part for one in within for part in walk(one)):
            named = [last_name(one) for one in item.args]
            return not all(named) or bool(set(named) & CATCHES.get(error, {error, "Exception", "BaseException"}))
    return False
