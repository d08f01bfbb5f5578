"""Errors of sums: text and bytes that are joined by +, and what else is added to a text."""
import ast
import builtins
import socket

from lab12.finder.nodes import walk
from lab12.finder.syntax import called, last_name, line, names_in
from lab12.grader.causes import on, with_article
from lab12.grader.errors_of_calls import no_parentheses


@on(r"can only concatenate str \(not \"(?:(builtin_function_or_method|method|function)|"
    r"(?!bytes|int|tuple|NoneType)(\w+))\"")
def no_text_in_sum(fault, found):
    """Return the hint for a text that is added to a method, as "\\n".encode is, or to an error or another thing."""
    parts = [part for node in fault.source.tree.nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
             and fault.is_at(node) for part in (node.left, node.right)]
    methods = {*dir(str), *dir(bytes), *dir(socket.socket), *dir(builtins), *fault.source.tree.defined}
    for method in [part for part in parts if found[1] and last_name(part) in methods and isinstance(
            part, (ast.Attribute, ast.Name))]:
        node, name = fault.source.tree.parent[method], last_name(method)
        if name == "encode" and node.right is method:
            whole = f"({ast.unparse(node.left)} + {ast.unparse(method.value)}).encode()"
            return f"{fault.at}encode without parentheses is the method itself, and no text; and what it gives is " \
                f"bytes, which no text can be joined to. Put the text together first: {whole}."
        if name not in fault.source.tree.given:
            return f"{fault.at}{ast.unparse(method)} without parentheses is the function itself, and no text: " \
                f"{ast.unparse(method)}()."
    caught = {node.name for node in fault.source.tree.nodes if isinstance(node, ast.ExceptHandler)} - {None}
    of_python = isinstance(kind := getattr(builtins, found[2] or "", Exception), type) and issubclass(kind, Exception)
    for error in [part for part in parts if of_python and isinstance(part, ast.Name) and part.id in caught]:
        return f"{fault.at}{error.id} is the error itself, and no text: str({error.id}), or print(\"...\", {error.id})."
    if found[1]:
        return no_parentheses(fault, found)  # what stands here is a name that was given the method before
    return f"{fault.at}this adds a text to {with_article(found[2])}, which is none: write str(...) around it, or use " \
        "f\"...{name}\"."


@on(r"can only concatenate str \(not \"(bytes|int|tuple)\"\)|must be str, not (bytes|int|tuple)"
    r"|can't concat (str|int) to bytes|unsupported operand type\(s\) for \+: '(?:str|bytes)' and '(\w+)'")
def mixed_sum(fault, found):
    kind = next(filter(None, found.groups()), "bytes")
    if kind == "int":
        return f"{fault.at}a number cannot be added to a text: write str(...) around it, or use f\"...{{number}}\"."
    if kind == "tuple":
        return f"{fault.at}an address is a tuple of host and port, not a text: str(address), or f\"{{address}}\"."
    if fault.words.endswith("write() argument must be str, not bytes"):
        return f"{fault.at}this file is one of text, as makefile gives without a \"b\" in its mode, and encodes by " \
            "itself: leave .encode() out."
    if kind == "str" and (handed := typed_handed(fault)):
        return handed
    if kind == "bytes" and (early := encoded_early(fault)):
        return early
    if begun := begins_as_text(fault):
        return begun
    if made := made_bytes_of(fault):
        return f"{fault.at}text and bytes cannot be joined, and {fault.source.ref(made)} has made bytes of it " \
            "before: encode once, where it is sent."
    if kind == "str" and (bare := behind_bytes(fault)):
        return bare
    return f"{fault.at}text and bytes cannot be joined: .decode() what recv has given, and .encode() all of it to send."


def behind_bytes(fault):
    """Return the hint for a text by its name that is joined to bytes written out: b"MSG " + text; '' for others."""
    sums = [node for node in fault.source.tree.nodes if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
            and fault.is_at(node)]
    for node in sums if len(sums) == 1 else ():  # of several it is not known which
        if isinstance(getattr(node.left, "value", None), bytes) and isinstance(
                node.right, (ast.Name, ast.Attribute)):
            text = ast.unparse(node.right)
            return f"{fault.at}text and bytes cannot be joined: {ast.unparse(node.left)} is bytes, and {text} is " \
                f"text, so {text}.encode()."
    return ""


def encoded_early(fault):
    """Return the hint for a text before what .encode() has made bytes of: "MSG:" + text.encode(); '' for others."""
    for node in [node for node in fault.source.tree.nodes if isinstance(node, ast.BinOp) and fault.is_at(node)]:
        made = node.right if isinstance(node.op, ast.Add) and called(node.right) == "encode" else None
        text = isinstance(node.left, ast.JoinedStr) or isinstance(getattr(node.left, "value", None), str)
        if text and isinstance(getattr(made, "func", None), ast.Attribute):
            whole = f"({ast.unparse(node.left)} + {ast.unparse(made.func.value)}).encode()"
            return f"{fault.at}text and bytes cannot be joined, and .encode() makes bytes of the second part alone: " \
                f"{whole}."
    return ""


def typed_handed(fault):
    """Return the hint for a function that joins bytes with what it is handed, by a call that hands it a text; ''."""
    tree = fault.source.tree
    used = {part.id for node in tree.nodes if fault.is_at(node) for part in walk(node) if isinstance(part, ast.Name)}
    for call in tree.calls:
        for parameter, given in fault.source.handed(call):
            if isinstance(parameter, ast.arg) and parameter.arg in used and getattr(given, "id", "") in tree.typed:
                return f"{fault.source.line(line(call))}{given.id} is the text that was typed, and {fault.at[:-2]} " \
                    f"joins it with bytes: {given.id}.encode() here."
    return ""


def begins_as_text(fault):
    """Return the hint for what is collected of bytes, and begins as an empty text: kept = "", then kept += data; ''."""
    tree = fault.source.tree
    for node in [node for node in tree.nodes if isinstance(node, ast.AugAssign) and fault.is_at(node)]:
        name = last_name(node.target)
        given = [*tree.given.get(name, ()), *(word.value for call in tree.calls for word in call.keywords
                                              if word.arg == name)]
        text = next((value for value in given if getattr(value, "value", None) == ""), None)
        if text is not None and not any(called(part) == "decode" for part in walk(node.value)):
            return f"{fault.source.line(line(text))}{name} begins as a text here, and {fault.at[:-2]} adds bytes to " \
                f"it: {name} = b\"\", or .decode() what is added."
    return ""


def made_bytes_of(fault):
    """Return the line that has made bytes of a name, by encode, which the failing line joins to a text; None if none.

    There the name stands in no other line between the two that gives it another value.
    """
    tree = fault.source.tree
    joined = {part.id for node in tree.nodes if fault.is_at(node) for part in walk(node) if isinstance(part, ast.Name)}
    return next((node for node in encoded_for(fault) if names_in(node.value) & joined), None)


def encoded_for(fault):
    """Return the statements that have given a name of the failing line what .encode() makes, each the last one."""
    tree = fault.source.tree
    used = {part.id for node in tree.nodes if fault.is_at(node) for part in walk(node) if isinstance(part, ast.Name)}
    given = [node for node in tree.nodes if isinstance(node, ast.Assign) and fault.is_beside(node)
             and node.lineno < (fault.line or 0) and last_name(node.targets[0]) in used]
    last = {last_name(node.targets[0]): node for node in given}  # the last one that stands above it
    return [node for node in last.values() if called(node.value) == "encode"]
