"""The view: what the programs of a sandbox see of this computer's files, and where they may write.

The system is read-only; of homes, the kit and other hand-ins nothing is there; /tmp, /dev/shm and the folder of the
programs are their own, of SPACE bytes each.
"""
import ctypes
import functools
import os
import sys
from pathlib import Path

from lab12.stage.namespaces import libc, system

SYSTEM = "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/nix/store", "/gnu/store"
SPACE, FILES = 64 << 20, 8192     # bytes and files in each folder that a program may write to
DEVICES = "null", "zero", "full", "random", "urandom", "tty"
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 0x2, 0x4, 0x1000, 0x4000, 0x40000  # mount(2)
MNT_DETACH, AT_RECURSIVE, AT_FDCWD = 0x2, 0x8000, -100                                # umount(2), mount_setattr(2)
RDONLY, NOSUID = 0x1, 0x2                                                             # MOUNT_ATTR_ in mount_setattr(2)
SYS_MOUNT_SETATTR, SYS_PIVOT_ROOT = 442, {"x86_64": 155}.get(os.uname().machine, 41)  # asm/unistd_64.h, asm-generic


@functools.cache
def visible():
    """Return the folders of the system, and of this Python, that a program sees, each as (path, what it links to)."""
    found = [(path, os.readlink(path) if os.path.islink(path) else None) for path in SYSTEM if os.path.exists(path)]
    for path in dict.fromkeys((sys.base_prefix, sys.prefix, str(Path(os.path.realpath(sys.executable)).parent.parent))):
        if not any(path == known or path.startswith(f"{known}/") for known, _ in found):
            found.append((path, None))
    return found


def furnish(shown, places):
    """Mount all that the programs see, and no more (pivot_root(2)); there is an empty folder in each of these places.

    What is shown is `visible`, which a zygote's Python would not know.
    """
    system(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    root = "/sys"  # it is there, and nothing in it is needed
    make_view(root, shown)
    for place in places:
        os.makedirs(root + place, exist_ok=True)
    set_attributes(root, RDONLY)
    set_attributes(root, NOSUID, AT_RECURSIVE)  # or bubblewrap would see to that, mount by mount
    os.chdir(root)
    system(libc.syscall, SYS_PIVOT_ROOT, b".", b".")  # the old root is then on top of the new one
    system(libc.umount2, b".", MNT_DETACH)


def make_view(root, shown):
    """Mount at `root` what programs see of the system."""
    space(root)
    for path in "proc", "tmp", "dev":
        os.mkdir(f"{root}/{path}")
    bind("/proc", f"{root}/proc")
    for path, link in shown:
        os.makedirs(root + os.path.dirname(path), exist_ok=True)
        if link is not None:
            os.symlink(link, root + path)
            continue
        os.makedirs(root + path, exist_ok=True)
        bind(path, root + path)
        set_attributes(root + path, RDONLY, AT_RECURSIVE)
    space(f"{root}/dev", nodev=0)
    for path in "pts", "shm":
        os.mkdir(f"{root}/dev/{path}")
    os.symlink("pts/ptmx", f"{root}/dev/ptmx")
    for name in DEVICES:
        Path(f"{root}/dev/{name}").touch()
        bind(f"/dev/{name}", f"{root}/dev/{name}")
    for name, number in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
        os.symlink(f"/proc/self/fd{number}", f"{root}/dev/{name}")
    set_attributes(f"{root}/dev", RDONLY)


def space(path, nodev=MS_NODEV):
    """Mount an empty folder that holds SPACE bytes at most."""
    system(libc.mount, b"tmpfs", path.encode(), b"tmpfs", MS_NOSUID | nodev, holding("755").encode())


def holding(mode):
    """Return the options of a folder that holds SPACE bytes at most (tmpfs(5))."""
    return f"size={SPACE},nr_inodes={FILES},mode={mode}"


def bind(source, path):
    system(libc.mount, source.encode(), path.encode(), None, MS_BIND | MS_REC, None)


def set_attributes(path, which, how=0):
    """Give what is mounted at a path these attributes, with `how` AT_RECURSIVE all that is mounted below, too."""
    attributes = (ctypes.c_uint64 * 4)(which, 0, 0, 0)
    system(libc.syscall, SYS_MOUNT_SETATTR, AT_FDCWD, path.encode(), how, ctypes.byref(attributes), 32)
