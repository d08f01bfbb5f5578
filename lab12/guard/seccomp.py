"""Seccomp: what the programs may not ask of the kernel, since no namespace of theirs bounds it (seccomp(2)).

Sockets other than the internet's, unix(7) and netlink(7) for routes: vsock(7) is of the whole computer, and programs
send each other what they like by NETLINK_USERSOCK, past any cable. Keys: keyrings(7) are inherited, the user's tickets
in them. Memory that no process has mapped, or that outlives all: nobody could say whose it is. What the kernel runs for
that is a program of its own (networking/filter.rst of its documentation).
"""
import ctypes
import errno
import os
import socket
import struct
import sys

from lab12.stage.namespaces import libc, system

AF_NETLINK, NETLINK_ROUTE = 16, 0
FAMILIES = socket.AF_UNIX, socket.AF_INET, socket.AF_INET6
# For each machine its number and that of its 32-bit one (linux/audit.h), then those of seccomp(2), socket(2), and of
# what nobody may call: add_key(2), request_key(2), keyctl(2), io_uring_setup(2), which makes sockets as well,
# memfd_create(2), memfd_secret(2) and shmget(2).
MACHINES = {"x86_64": (0xC000003E, 0x40000003, 317, 41, (248, 249, 250, 425, 319, 447, 29)),
            "aarch64": (0xC00000B7, 0x40000028, 277, 198, (217, 218, 219, 425, 279, 447, 194))}
X32 = 0x40000000                                       # from which on numbers are those of the x32 ABI
NUMBER, MACHINE, FAMILY, PROTOCOL = 0, 4, 16, 32       # where these are in struct seccomp_data (seccomp(2))
LOAD, EQUAL, ATLEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # linux/bpf_common.h
ALLOW, FAIL = 0x7FFF0000, 0x00050000                   # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO
SET_MODE_FILTER, SPEC_ALLOW = 1, 4                     # nothing else is to become slower by it


def limit_calls():
    """Have this process, and what it starts, be refused all that from now on; OSError where the kernel cannot.

    Of machines that are not among MACHINES nothing is known, and nothing is done.
    """
    known = MACHINES.get(os.uname().machine)
    if known and sys.maxsize > 1 << 32:
        code = ctypes.create_string_buffer(filter_program(*known))
        program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(code))  # struct sock_fprog
        system(libc.syscall, known[2], SET_MODE_FILTER, SPEC_ALLOW, program)


def filter_program(machine, small, _, make_socket, refused):
    """Return the instructions, struct sock_filter each. A step jumps to one of two ends if its test holds, or fails."""
    steps = [(LOAD, None, None, MACHINE), (EQUAL, "unknown", None, small), (EQUAL, None, "allow", machine),
             (LOAD, None, None, NUMBER), (ATLEAST, "unknown", None, X32),
             *((EQUAL, "unknown", None, number) for number in refused), (EQUAL, None, "allow", make_socket),
             (LOAD, None, None, FAMILY), *((EQUAL, "allow", None, family) for family in FAMILIES),
             (EQUAL, None, "refuse", AF_NETLINK), (LOAD, None, None, PROTOCOL), (EQUAL, "allow", None, NETLINK_ROUTE)]
    ends = {"refuse": FAIL | errno.EAFNOSUPPORT, "allow": ALLOW, "unknown": FAIL | errno.ENOSYS}
    places = {name: len(steps) + number for number, name in enumerate(ends)}
    code = [struct.pack("HBBI", kind, *(places[to] - here - 1 if to else 0 for to in jumps), value)
            for here, (kind, *jumps, value) in enumerate(steps)]
    return b"".join([*code, *(struct.pack("HBBI", RETURN, 0, 0, value) for value in ends.values())])
