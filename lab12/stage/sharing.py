"""Sharing: what processes have in common since one of them has passed it on to another (unix(7), SCM_RIGHTS)."""
import contextlib
import itertools
import os
import stat


def in_common(groups):
    """Return the names of pipes, sockets and files that processes of more than one of these groups can write to."""
    held = [{key: name for pid in group for key, name in writable(pid)} for group in groups]
    return sorted({one[key] for one, other in itertools.combinations(held, 2) for key in one.keys() & other.keys()})


def writable(pid):
    """Yield ((device, inode), name) of what a process has open or mapped, but for devices and what nobody can write to.

    An anon_inode is one for all of its kind (eventfd(2), epoll(7)).
    """
    with contextlib.suppress(OSError):  # it has ended
        for number in os.listdir(f"/proc/{pid}/fd"):
            path = f"/proc/{pid}/fd/{number}"
            with contextlib.suppress(OSError):  # it was closed just now
                found, name = os.stat(path), os.readlink(path)
                if not (stat.S_ISCHR(found.st_mode) or name.startswith("anon_inode:") or read_only(path)):
                    yield (found.st_dev, found.st_ino), name
        with open(f"/proc/{pid}/maps", errors="replace") as maps:
            for line in maps:
                _, mode, _, device, inode, *name = line.split(maxsplit=5)
                if mode[3] == "s" and inode != "0" and not read_only(f"/proc/{pid}/root{''.join(name).strip()}"):
                    major, minor = (int(part, 16) for part in device.split(":"))
                    yield (os.makedev(major, minor), int(inode)), "".join(name).strip()


def read_only(path):
    """Return whether a file is where nobody can write; what has no name any more is not."""
    try:
        return bool(os.statvfs(path).f_flag & os.ST_RDONLY)
    except FileNotFoundError:
        return False
