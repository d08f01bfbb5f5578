"""Families: which kinds of sockets the programs may make: those that are bound to their own network, and no others.

Sockets of other families, vsock(7) among them, are of the whole computer, whatever network a process is in. What a
process may ask of the kernel is filtered by a program of the kernel's own (seccomp(2), bpf in networking/filter.rst).
"""
import ctypes
import errno
import os
import socket
import struct
import sys

from lab12.stage.namespaces import libc, system

ALLOWED = socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, 16  # AF_NETLINK, which a macOS does not name
# How the kernel calls this machine and its 32-bit one (linux/audit.h), and the numbers of socket(2) and seccomp(2).
MACHINES = {"x86_64": (0xC000003E, 0x40000003, 41, 317), "aarch64": (0xC00000B7, 0x40000028, 198, 277)}
IO_URING_SETUP, X32 = 425, 0x40000000                # io_uring_setup(2) makes sockets as well; syscalls of the x32 ABI
NUMBER, MACHINE, FIRST = 0, 4, 16                    # where these are in struct seccomp_data (seccomp(2))
LOAD, EQUAL, ATLEAST, RETURN = 0x20, 0x15, 0x35, 0x06  # linux/bpf_common.h
ALLOW, FAIL = 0x7FFF0000, 0x00050000                 # SECCOMP_RET_ALLOW, SECCOMP_RET_ERRNO
SET_MODE_FILTER, SPEC_ALLOW = 1, 4                   # nothing else is to become slower by it


def limit_families():
    """Have this process, and what it starts, make no other sockets from now on; OSError where the kernel cannot.

    Of machines that are not among MACHINES nothing is known, and nothing is done.
    """
    known = MACHINES.get(os.uname().machine)
    if known and sys.maxsize > 1 << 32:
        code = ctypes.create_string_buffer(filter_program(*known[:3]))
        program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(code))  # struct sock_fprog
        system(libc.syscall, known[3], SET_MODE_FILTER, SPEC_ALLOW, program)


def filter_program(machine, small, make_socket):
    """Return the instructions, struct sock_filter each: what is asked for is allowed, or fails with an error."""
    steps = [(LOAD, None, None, MACHINE), (EQUAL, "unknown", None, small), (EQUAL, None, "allow", machine),
             (LOAD, None, None, NUMBER), (ATLEAST, "unknown", None, X32), (EQUAL, "unknown", None, IO_URING_SETUP),
             (EQUAL, None, "allow", make_socket),
             (LOAD, None, None, FIRST), *((EQUAL, "allow", None, family) for family in ALLOWED)]
    ends = {"refuse": FAIL | errno.EAFNOSUPPORT, "allow": ALLOW, "unknown": FAIL | errno.ENOSYS}
    places = {name: len(steps) + number for number, name in enumerate(ends)}
    code = [struct.pack("HBBI", kind, *(places[to] - here - 1 if to else 0 for to in jumps), value)
            for here, (kind, *jumps, value) in enumerate(steps)]
    return b"".join([*code, *(struct.pack("HBBI", RETURN, 0, 0, value) for value in ends.values())])
