"""Errors of asyncio: what its streams, servers and locks are given or asked for, where something else is meant."""
import ast

from lab12.finder.nodes import walk
from lab12.finder.syntax import called, last_name, line
from lab12.grader.causes import on


@on(r"IncompleteReadError|bytes read on a total of (?:\d+|undefined) expected bytes")
def gone_in_the_middle(fault, found):
    reads = next((call for call in fault.calls if called(call) in {"readexactly", "readuntil"}), None)
    name = called(reads) or "readexactly"
    return f"{fault.where('readexactly', 'readuntil')}the other side has gone, and {name} says so with an error: " \
        "catch asyncio.IncompleteReadError around it, and take it as the end."


@on(r"'(StreamReader)' object is not iterable|'async for' requires an object with __aiter__ method, got (\w+)")
def loop_of_the_other_kind(fault, found):
    return f"{fault.at}a StreamReader is gone through with async for, in an async def." if found[1] else ""


@on(r"'(Lock|Semaphore|Condition|TaskGroup|Timeout|Server)' object does not support the context manager protocol")
def with_of_the_other_kind(fault, found):
    return f"{fault.at}a {found[1]} of asyncio wants async with, which waits for it and lets the others go on."


@on(r"argument should be integer or bytes-like object, not 'str'")
def sign_as_text(fault, found):
    call = next((call for call in fault.calls if called(call) in {"readuntil", "count", "find", "index"}), None)
    if call is None:
        return ""
    sign = f"b{ast.unparse(call.args[0])}" if call.args and isinstance(call.args[0], ast.Constant) else 'b"\\n"'
    return f"{fault.at}{called(call)} looks among bytes here, and its sign is a text: {called(call)}({sign})."


@on(r"Servname not supported for ai_socktype|\[Errno -8\]")
def port_of_letters(fault, found):
    return f"{fault.at}the port is a number from 1 to 65535, and what stands in its place here is none."


@on(r"argument of type 'int' is not iterable|'(?:str|tuple)' object is not callable|missing \d+ required positional "
    r"arguments?: 'client_connected_cb'")
def server_without_function(fault, found):
    call = next((call for call in fault.calls if called(call) == "start_server"), None)
    first = call.args[0] if call is not None and call.args else None
    text = first is not None and isinstance(fault.source.tree.value(first), (str, tuple))
    return f"{fault.at}start_server is told first which function is to serve each client: start_server(serve, host, " \
        "port)." if call is not None and (text or first is None) else ""


@on(r"object has no attribute 'submit'")
def no_pool_for_function(fault, found):
    for call in [call for call in fault.calls if called(call) == "run_in_executor" and call.args]:
        given = ", ".join(map(ast.unparse, call.args))
        return f"{fault.at}run_in_executor is told first in which pool, None for the usual one: " \
            f"run_in_executor(None, {given})."
    return ""


@on(r"unhashable type: 'list'")
def all_in_a_list(fault, found):
    for call in [call for call in fault.calls if called(call) == "gather" and len(call.args) == 1
                 and not isinstance(call.args[0], ast.Starred)]:
        return f"{fault.at}gather takes each of them by itself, and no list: gather(*{ast.unparse(call.args[0])})."
    return ""


@on(r"first arg(?:ument)? must be callable|the first argument must be callable")
def called_at_once(fault, found):
    for call in [call for call in fault.calls if called(call) in {"start_new_thread", "Timer", "submit"} and call.args]:
        for made in [one for one in call.args[:2] if isinstance(one, ast.Call)]:
            given = "".join(f"{ast.unparse(one)}, " for one in made.args).rstrip(" ")
            given = given if len(made.args) == 1 else given.rstrip(",")
            rest = f", ({given})" if called(call) == "start_new_thread" else f", {given.rstrip(',')}" if given else ""
            return f"{fault.at}{called(made)} is called here and now, and what it gives is no function: " \
                f"{called(call)}({ast.unparse(made.func)}{rest}), without parentheses after {last_name(made.func)}."
    return ""


@on(r"^KeyError: .* is not registered")
def watched_no_more(fault, found):
    register = fault.source.tree.of("register")
    where = f" (line {line(register[0])})" if register and not hasattr(register[0], "file") else ""
    if any(called(call) == "modify" for call in fault.calls):
        return f"{fault.at}this socket is not watched, or not any more: modify changes only what register{where} has " \
            "put there, as long as unregister has not taken it off."
    return f"{fault.at}this socket is not watched, or not any more: unregister takes off once what register{where} " \
        "has put there, before close()."


@on(r"'tuple' object has no attribute '(fileobj|data|events)'")
def pair_of_select(fault, found):
    tree = fault.source.tree
    for loop in tree.loops:
        values = [loop.iter, *tree.given.get(last_name(loop.iter), ())] if isinstance(loop, ast.For) else []
        if any(called(value) == "select" for value in values) and isinstance(loop.target, ast.Name) and any(
                fault.is_at(part) and part.attr == found[1] and last_name(part.value) == loop.target.id
                for part in walk(loop) if isinstance(part, ast.Attribute)):
            return f"{fault.source.line(line(loop))}select() of a selector gives two things for each that is ready: " \
                f"for {loop.target.id}, mask in {ast.unparse(loop.iter)}."
    return ""


@on(r"'list' object has no attribute '(recv|send|sendall|accept|fileno|getpeername|close)'")
def list_of_select(fault, found):
    for loop in [loop for loop in fault.source.tree.loops if isinstance(loop, ast.For)]:
        values = [loop.iter, *fault.source.tree.given.get(last_name(loop.iter), ())]
        if any(called(value) == "select" and len(value.args) > 2 for value in values):
            return f"{fault.source.line(line(loop))}select gives three lists, of what can be read from, written to, " \
                "and of errors, and this loop goes through the three: readable, _, _ = select.select(...), and for " \
                "one in readable."
    return ""
