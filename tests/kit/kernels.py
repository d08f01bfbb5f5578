"""Simulates a kernel that tells less or allows less, for one command and all that it starts: `python kernels.py RULES`.

Rules are words before the command. `deny=CALL` has a system call fail with EPERM (seccomp(2)). `hide=PATTERN:ERROR` has
opening such a path fail in the command itself, by a library that is loaded before all others (ld.so(8), LD_PRELOAD).
`without=FAMILY` has the kernel know no sockets of this family (seccomp(2), socket(2)).
"""
import ctypes
import errno
import os
import platform
import re
import shutil
import socket
import struct
import subprocess
import sys
from pathlib import Path

CALLS = {"x86_64": {"socket": 41, "unshare": 272, "setns": 308},
         "aarch64": {"socket": 198, "unshare": 97, "setns": 268}}.get(platform.machine(), {})
PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 38, 22, 2      # prctl(2)
LOAD, JUMP_IF_EQUAL, RETURN = 0x20, 0x15, 0x06                            # of BPF: linux/bpf_common.h
SECCOMP_RET_ERRNO, SECCOMP_RET_ALLOW = 0x00050000, 0x7FFF0000             # seccomp(2)

FIRST_ARGUMENT = 16  # struct seccomp_data: its lower half, on these machines

LIBRARY = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int hidden(const char *path) {
    const char *rules = getenv("LAB12_HIDE");
    for (char pattern[200]; rules && *rules; rules += strcspn(rules, ";") + (strchr(rules, ';') != NULL)) {
        int error;
        if (sscanf(rules, "%199[^:]:%d", pattern, &error) == 2 && fnmatch(pattern, path, 0) == 0) {
            errno = error;
            return 1;
        }
    }
    return 0;
}

#define OPEN(name) \
int name(const char *path, int flags, ...) { \
    va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest); \
    int (*real)(const char *, int, ...) = dlsym(RTLD_NEXT, #name); \
    return hidden(path) ? -1 : real(path, flags, mode); \
}
OPEN(open)
OPEN(open64)
#define STAT(name) \
int name(const char *path, void *to) { \
    int (*real)(const char *, void *) = dlsym(RTLD_NEXT, #name); \
    return hidden(path) ? -1 : real(path, to); \
}
STAT(stat)
STAT(stat64)
int openpty(int *a, int *b, char *name, const void *t, const void *w) {
    int (*real)(int *, int *, char *, const void *, const void *) = dlsym(RTLD_NEXT, "openpty");
    return hidden("/dev/ptmx") ? -1 : real(a, b, name, t, w);
}
"""


def library(folder):
    """Build the library in a folder, and return its path; None where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        return None
    source, made = Path(folder, "hide.c"), Path(folder, "hide.so")
    source.write_text(LIBRARY)
    subprocess.run([compiler, "-shared", "-fPIC", "-o", made, source, "-ldl"], check=True)
    return made


def deny(call):
    """Have a system call fail in this process, and in all that it starts."""
    install([(LOAD, 0, 0, 0), (JUMP_IF_EQUAL, 0, 1, CALLS[call]),
             (RETURN, 0, 0, SECCOMP_RET_ERRNO | errno.EPERM), (RETURN, 0, 0, SECCOMP_RET_ALLOW)])


def without(family):
    """Have this process, and all that it starts, find no sockets of a family."""
    install([(LOAD, 0, 0, 0), (JUMP_IF_EQUAL, 0, 3, CALLS["socket"]),
             (LOAD, 0, 0, FIRST_ARGUMENT), (JUMP_IF_EQUAL, 0, 1, getattr(socket, family)),
             (RETURN, 0, 0, SECCOMP_RET_ERRNO | errno.EAFNOSUPPORT), (RETURN, 0, 0, SECCOMP_RET_ALLOW)])


def install(program):
    """Have the kernel ask a program of BPF at each system call from now on."""
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    filters = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code))
    assert prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    assert prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filters, 0, 0) == 0, os.strerror(ctypes.get_errno())


if __name__ == "__main__":
    words = sys.argv[1:]
    hide = []
    while words and words[0].startswith(("deny=", "hide=", "library=", "without=")):
        kind, _, value = words.pop(0).partition("=")
        if kind == "deny":
            deny(value)
        elif kind == "without":
            without(value)
        elif kind == "library":
            os.environ["LD_PRELOAD"] = value
        else:
            pattern, _, error = value.rpartition(":")
            hide.append(f"{pattern}:{getattr(errno, error)}")
    os.environ["LAB12_HIDE"] = ";".join(hide)
    os.execvp(words[0], words)


def without_protection(said):
    """Return what was said but for the line that names the sandbox where it is not the strictest."""
    return re.sub(r"^lab12: protection: .*\n", "", said)
