"""Overwritten: what is shown, and drawn over by what comes next in the same line; '' where nothing is."""
import ast

from lab12.finder.syntax import line


def drawn_over(source):
    r"""Return the hint for a print of what has come that ends with "\r", so that the next one begins in the same line.

        print("Client:", text, end="\r")
        reply = input("Reply: ")
    """
    for call in source.tree.of("print"):
        ends = [source.tree.value(word.value) for word in call.keywords if word.arg == "end"]
        if ends and isinstance(ends[0], str) and ends[0].endswith("\r") and any(
                source.has_come(one, source.received) for one in call.args) and not source.is_of_other(call):
            return f"{source.line(line(call))}end={ast.unparse(ast.Constant(ends[0]))} goes back to the beginning of " \
                "the line, and what is shown next is drawn over this: leave end= out."
    return ""
