"""Calls: what a thread waits for, from the system call that it is blocked in, its arguments and its descriptors.

The numbers of a call are those of proc(5), `/proc/PID/task/TID/syscall`; `/proc/PID/fd` and `fdinfo` say what a
descriptor is.
"""
import functools
import os
import platform
import re
import struct
import sys
import time
from dataclasses import dataclass

# The system calls in which a thread can block, by their numbers (asm/unistd_64.h, asm-generic/unistd.h).
CALLS = {
    "x86_64": {
        0: "read", 19: "read", 45: "receive", 47: "receive", 43: "accept", 288: "accept", 42: "connect",
        1: "write", 20: "write", 44: "send", 46: "send", 7: "poll", 271: "ppoll", 23: "select", 270: "pselect",
        232: "epoll", 281: "epoll", 441: "epoll2", 202: "futex", 35: "sleep", 230: "clock_sleep",
        61: "wait", 247: "wait", 34: "signal", 130: "signal", 128: "signal",
    },
    "aarch64": {
        63: "read", 65: "read", 207: "receive", 212: "receive", 202: "accept", 242: "accept", 203: "connect",
        64: "write", 66: "write", 206: "send", 211: "send", 73: "ppoll", 72: "pselect",
        22: "epoll", 441: "epoll2", 98: "futex", 101: "sleep", 115: "clock_sleep",
        260: "wait", 95: "wait", 133: "signal", 137: "signal",
    },
}.get(platform.machine(), {})
LOOKS = {"poll", "ppoll", "select", "pselect", "epoll", "epoll2"}  # in which a thread waits for several at once
LONG = 1.0  # seconds: a thread that waits for others this long counts as waiting, one that wakes more often as polling
WORDS = {
    "keyboard": "the keyboard", "connection": "a connection", "network": "the network", "clock": "a clock",
    "thread": "another thread", "child": "another process", "screen": "its screen, which stands still",
    "pipe": "a pipe", "signal": "a signal", "untold": "something that the kernel does not tell",
}


@dataclass(frozen=True)
class Wait:
    """What one thread waits for: `kinds` are keys of WORDS, none while it runs; `limit` is in seconds.

    `call` is the blocking call in the field's words ("accept", "receive"); a `limit` of None is no limit. Where it
    names a `moment`, it is what is left until then; else all that there was when it began.
    """

    kinds: tuple[str, ...]
    limit: float | None = None
    call: str = ""
    moment: bool = False

    @property
    def runs(self):
        return not self.kinds

    @property
    def firm(self):
        """Whether only somebody else can end it, and not the passing of a moment."""
        return self.patient and "clock" not in self.kinds

    @property
    def patient(self):
        """Whether it will last for a while if nobody ends it."""
        return bool(self.kinds) and (self.limit is None or self.limit >= LONG)


def decode(pid, state, syscall):
    """Return the Wait of a thread from its state letter and the text of its syscall file."""
    if state == "T":
        return Wait(("signal",), call="stopped")
    if state != "S" or syscall.startswith("running"):
        return Wait(())
    if syscall == "untold":
        return Wait(("untold",))
    number, *arguments = syscall.split()
    call = CALLS.get(int(number), "")
    arguments = [int(argument, 16) for argument in arguments[:6]]
    try:
        limit = limit_of(pid, call, arguments)
        kinds = {kind_of(pid, descriptor, call) for descriptor in descriptors(pid, call, arguments)}
    except PermissionError:
        raise
    except OSError:
        # It went on, or ended, while we looked; or another thread has closed what it goes on waiting for (close(2)).
        kind = {"receive": "network", "accept": "connection"}.get(call)
        return Wait((kind,), None, call) if kind and is_there(pid) else Wait(())
    if not kinds:
        kinds = {{"futex": "thread", "wait": "child", "signal": "signal"}.get(call, "clock")}
    return Wait(tuple(sorted(kinds)), limit, call, names_moment(call, arguments))


def is_sleep(syscall):
    """Return whether the text of a thread's syscall file is that of a sleep, which only the clock ends."""
    number, *arguments = syscall.split()
    call = CALLS.get(int(number)) if number.isdecimal() else ""
    return call in ("sleep", "clock_sleep") or call in ("select", "pselect") and arguments[0] == "0x0"


def is_there(pid):
    """Return whether a process has descriptors, which it gives back first of all when it ends."""
    try:
        return bool(os.listdir(f"/proc/{pid}/fd"))
    except OSError:
        return False


def limit_of(pid, call, arguments):
    """Return the time limit of a blocking call in seconds, None where there is none."""
    if call == "connect":
        return LONG  # the kernel asks again after a second (RFC 6298, 2.1), so it can go on by itself
    if call in ("poll", "epoll"):
        milliseconds = arguments[2 if call == "poll" else 3] & 0xFFFFFFFF
        return None if milliseconds >= 0x80000000 else milliseconds / 1000
    where = {"ppoll": 2, "epoll2": 3, "select": 4, "pselect": 4, "futex": 3, "sleep": 0, "clock_sleep": 2}.get(call)
    if where is None or arguments[where] == 0:
        return None
    seconds, fraction = struct.unpack("qq", memory(pid, arguments[where], 16))
    amount = seconds + fraction / (1e6 if call == "select" else 1e9)
    if names_moment(call, arguments) and call == "clock_sleep":
        return amount - time.clock_gettime(arguments[0])
    if names_moment(call, arguments):                    # by one of two clocks
        return amount - time.clock_gettime(time.CLOCK_REALTIME if arguments[1] & 256 else time.CLOCK_MONOTONIC)
    return amount


def names_moment(call, arguments):
    """Return whether the time limit of a blocking call is a moment: TIMER_ABSTIME, FUTEX_WAIT_BITSET (futex(2))."""
    return call == "clock_sleep" and arguments[1] & 1 == 1 or call == "futex" and arguments[1] & 127 == 9


def descriptors(pid, call, arguments):
    """Return the descriptors that a blocking call waits for."""
    if call in ("read", "receive", "accept", "connect", "write", "send"):
        return [arguments[0]]
    if call in ("poll", "ppoll"):
        polled = memory(pid, arguments[0], 8 * min(arguments[1], 1024))  # struct pollfd: an int and two shorts
        return [number for number, _ in struct.iter_unpack("ii", polled)]
    if call in ("select", "pselect"):
        count, sets = min(arguments[0], 1024), [address for address in arguments[1:3] if address]
        masks = [int.from_bytes(memory(pid, address, (count + 63) // 64 * 8), sys.byteorder) for address in sets]
        return [number for number in range(count) if any(mask >> number & 1 for mask in masks)]
    if call in ("epoll", "epoll2"):
        with open(f"/proc/{pid}/fdinfo/{arguments[0]}") as lines:
            return [int(number) for number in re.findall(r"^tfd:\s*(\d+)", lines.read(), re.M)]
    return []


def kind_of(pid, descriptor, call):
    """Return the kind of wait that a descriptor stands for; "pipe" for all that passes between programs of one window.

    Event loops wake themselves by an eventfd, a pipe or a pair of sockets of their own (eventfd(2), socketpair(2)).
    """
    target = os.readlink(f"/proc/{pid}/fd/{descriptor}")
    if target.startswith(("/dev/pts/", "/dev/tty")):
        return "screen" if call == "write" else "keyboard"
    if target.startswith("socket:") and not is_local(pid, target):
        return "connection" if call == "accept" else "network"
    return "pipe"


@functools.lru_cache(1000)
def is_local(pid, target):
    """Return whether a socket, socket:[INODE], belongs to this computer alone (unix(7)), and to no network."""
    try:
        with open(f"/proc/{pid}/net/unix") as rows:
            return any(row.split()[6:7] == [target[8:-1]] for row in rows)
    except FileNotFoundError:
        return False  # it has ended since


def memory(pid, address, size):
    """Return bytes of a process's memory; OSError where it may not be read, or is not there any more."""
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as content:
        content.seek(address)
        data = content.read(size)
    if len(data) < size:
        raise OSError(f"process {pid} is ending")
    return data
