"""Overwritten: what is shown, and drawn over by what comes next in the same line; '' where nothing is."""
import ast

from lab12.finder.syntax import called, line
from lab12.grader.unreached import blocks


def drawn_over(source):
    r"""Return the hint for a print of what has come that ends with "\r", so that the next one begins in the same line.

        print("Client:", text, end="\r")
        reply = input("Reply: ")
    """
    for call in source.tree.of("print"):
        ends = [source.tree.value(word.value) for word in call.keywords if word.arg == "end"]
        if ends and isinstance(ends[0], str) and ends[0].endswith("\r") and any(
                source.has_come(one, source.received) for one in call.args) and not (
                source.is_of_other(call) or goes_on_below(source.tree, call)):
            return f"{source.line(line(call))}end={ast.unparse(ast.Constant(ends[0]))} goes back to the beginning of " \
                "the line, and what is shown next is drawn over this: leave end= out."
    return ""


def goes_on_below(tree, call):
    """Tell whether the next thing that is done prints a newline before anything else: print()."""
    statement = tree.parent.get(call)
    block = next((block for block in blocks(tree.parent.get(statement)) if statement in block), [statement])
    after = block[block.index(statement) + 1:][:1]
    shown = getattr(after[0], "value", None) if after else None
    return called(shown) == "print" and not shown.keywords and (
        not shown.args or str(tree.value(shown.args[0])).startswith("\n"))
