"""The sandbox: what the programs of a hand-in see of this computer, and how they are kept in it.

The system is read-only; of homes, the kit and other hand-ins nothing is there; /tmp, /dev/shm and the folder of the
programs are their own, of SPACE bytes each. Each program has processes of its own (pid_namespaces(7)), which end with
it, and no privileges. Levels, the best first: bubblewrap (bwrap(1)), namespaces (unshare(1)), limits (ulimit alone).
"""
import contextlib
import ctypes
import functools
import os
import shlex
import shutil
import socket
import sys
from pathlib import Path

from lab12.guard import bounds, group, tidy
from lab12.guard.seccomp import limit_calls
from lab12.stage import forking, starter
from lab12.stage.namespaces import CLONE_NEWNS, libc, own_namespaces, system
from lab12.stage.network import NSENTER, open_network
from lab12.stage.program import REPORT, keep_ours
from lab12.stage.terminal import Terminal

LEVELS = BUBBLEWRAP, NAMESPACES, LIMITS = "bubblewrap", "namespaces", "limits"
TOOLS = {BUBBLEWRAP: ("bwrap",), NAMESPACES: ("unshare", "setsid", "setpriv")}
APART = ["--new-session", "--as-pid-1", "--die-with-parent", "--unshare-pid", "--unshare-ipc"]  # bwrap(1)
READY = "ready"
SYSTEM = "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/nix/store", "/gnu/store"
SPACE, FILES = 64 << 20, 8192     # bytes and files in each folder that a program may write to
STRANGER = 0x6C620000             # root marks as a user of its own: this number and that of a process
MAX_PROGRAMS = 30                        # programs of one stage, each of which has a number of its own
DEVICES = "null", "zero", "full", "random", "urandom", "tty"
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 0x2, 0x4, 0x1000, 0x4000, 0x40000  # mount(2)
MNT_DETACH, AT_RECURSIVE, AT_FDCWD = 0x2, 0x8000, -100                                # umount(2), mount_setattr(2)
RDONLY, NOSUID = 0x1, 0x2                                                             # MOUNT_ATTR_ in mount_setattr(2)
SYS_MOUNT_SETATTR, SYS_PIVOT_ROOT = 442, {"x86_64": 155}.get(os.uname().machine, 41)  # asm/unistd_64.h, asm-generic


class Sandbox:
    """What starts the programs of one hand-in, which lie in a folder, for a Stage (see program.Unguarded).

    One that is `beside` another one has folders of its own, and its programs can be in the same network. `hosts` are
    {name: address} of computers that the programs know, their own first, where it is not this computer's to say.
    """

    def __init__(self, room, at=None, beside=None, hosts=()):
        self.room, self.level = os.path.realpath(room), at or level()
        self.hosts, self.idle = dict(hosts), []
        self.inner, self.keeper, self.beside = self.level != LIMITS, None, beside
        self.user = STRANGER + os.getpid() if self.inner and os.geteuid() == 0 else None
        counted = self.inner and bool(self.user or bounds.counts_apart())
        self.limits = bounds.confine(counted, bool(group.JOINED))
        if self.user:  # nothing is known of it on this computer: where its home would be is said as for root
            self.limits += f" export HOME={shlex.quote(os.path.expanduser('~'))};"

    @property
    def home(self):
        """The process that holds the folders of the programs, for as long as this one runs; None without a sandbox."""
        if self.inner and not self.keeper:
            self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs:
                work = functools.partial(keep, self.room, self.user, visible(), self.hosts,
                                         self.beside and self.beside.home)
                self.keeper = forking.start(work, theirs.fileno(), ours=[self.control.fileno()])
            self.trouble = self.control.recv(1000).decode()
        return self.keeper.pid if self.inner and self.trouble == READY else None

    def close(self):
        """Let go of the folders, and of networks; a program that is started later finds new ones."""
        while self.idle:
            self.idle.pop().end()
        if self.keeper:
            with contextlib.suppress(OSError):
                self.control.shutdown(socket.SHUT_RDWR)  # another keeper may have a copy
            self.control.close()
            self.keeper = None

    def around(self, command, folder, furnished, number):
        """Return a command that runs this one in a folder; `furnished` says whether it sees the files of `home`.

        A shell is the first process there: it leads the session of the terminal, which becomes its own as it opens it
        (ioctl_tty(2)), heeds no Ctrl-C, and reaps what the program leaves behind.
        Each program that runs at the same time is to have another `number`. The number of its process follows from it,
        as if they all ran on one system, because many a program calls itself by that.
        """
        line = (f'true 0<>/proc/self/fd/0 || exit; cd {shlex.quote(folder)} || exit; trap : INT QUIT; {self.limits} '
                f'{"(:); " * min(number, MAX_PROGRAMS)}echo >&{REPORT}; exec {REPORT}>&-; "$@"; exit $?')
        command = ["/bin/sh", "-c", line, "lab12", *command]
        if self.level == BUBBLEWRAP:
            seen = ["--dev-bind", "/", "/", "--proc", "/proc"] if furnished else view(self.room)
            named = ["--unshare-uts", "--hostname", next(iter(self.hosts))] if self.hosts and furnished else []
            return [tool("bwrap"), *(wrapping() or APART), *named, *seen, *command]
        own = ["--user", "--map-current-user", "--pid", "--fork", "--kill-child", "--ipc", "--mount-proc"]
        before = [tool("setpriv"), "--pdeathsig", "KILL", "--no-new-privs"]
        return [*before, tool("unshare"), *own, tool("setsid"), *command]


def keep(room, user, shown, hosts, home, descriptor):
    """Be the process that holds what the programs see, and starts them there, until nobody needs it any more."""
    with socket.socket(fileno=descriptor) as control:
        try:
            own_namespaces(CLONE_NEWNS, home)
            bounds.leave_most()
            furnish(room, user, shown, hosts)
            keep_ours()
            with contextlib.suppress(OSError):  # a kernel without seccomp(2)
                limit_calls()
            if user:
                os.setgroups([])
                os.setresgid(user, 0, 0)
                os.setresuid(user, 0, 0)
        except OSError as error:
            control.send(str(error).encode())
            return
        control.send(READY.encode())
        starter.serve(control)


def furnish(room, user, shown, hosts):
    """Mount all that the programs see, and no more (pivot_root(2)); their folder is of this user, if it is not None."""
    system(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    source = os.open(room, os.O_PATH | os.O_DIRECTORY)
    root = "/sys"  # it is there, and nothing in it is needed
    make_view(root, shown)
    name_hosts(root, hosts)
    os.makedirs(root + room, exist_ok=True)
    space(root + room, user)
    shutil.copytree(f"/proc/self/fd/{source}", root + room, symlinks=True, dirs_exist_ok=True)
    os.close(source)
    for folder, folders, files in os.walk(root + room) if user else ():
        for name in (*folders, *files):
            os.chown(os.path.join(folder, name), user, user, follow_symlinks=False)
    set_attributes(root, RDONLY)
    set_attributes(root, NOSUID, AT_RECURSIVE)  # or bubblewrap would see to that, mount by mount, for each program
    os.chdir(root)
    system(libc.syscall, SYS_PIVOT_ROOT, b".", b".")  # the old root is then on top of the new one
    system(libc.umount2, b".", MNT_DETACH)


@functools.cache
def level():
    """Return the best level of this computer."""
    if not hasattr(os, "pidfd_open"):
        return LIMITS  # nobody could tell how a program has ended: a Python that was built on an old Linux
    if sys.platform == "linux" and all(map(tool, TOOLS[BUBBLEWRAP])) and wrapping():
        return BUBBLEWRAP
    if sys.platform == "linux" and all(map(tool, TOOLS[NAMESPACES])) and works():
        return NAMESPACES
    return LIMITS


@functools.cache
def wrapping():
    """Return options with which bubblewrap does its work for this user, for root for another one; none if it does not.

    From 0.8.0 on it has programs make no user namespaces, in which they could have file systems without bound.
    """
    return next(filter(wraps, ([*APART, "--unshare-user", "--disable-userns"], APART)), []) if tool("bwrap") else []


def wraps(options):
    """Return whether bubblewrap takes these options."""
    command = [tool("bwrap"), *options, "--dev-bind", "/", "/", "--proc", "/proc", "/bin/sh", "-c", "exit 7"]
    if os.geteuid() == 0:
        command = [NSENTER or "nsenter", f"--setuid={STRANGER}", f"--setgid={STRANGER}", *command]
    try:
        pid = os.posix_spawn(command[0], command, {}, file_actions=[(os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_RDWR, 0)])
    except OSError:
        return False
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 7


def works():
    """Return whether a program runs in namespaces of our own."""
    with tidy.room() as room, contextlib.closing(Sandbox(room, NAMESPACES)) as sandbox:
        network, _ = open_network((), sandbox.home)
        try:
            trial = network.home and Terminal(["/bin/sh", "-c", "exit 7"], room, {}, network, sandbox)
            return bool(trial) and trial.program.wait() == 7
        finally:
            network.close()


def protection():
    """Return in a line which level this computer gives, and how to get more."""
    return {BUBBLEWRAP: "bubblewrap",
            NAMESPACES: "namespaces of our own; for more install bubblewrap",
            LIMITS: "limits on what a program uses, and no more; for more install bubblewrap, where the kernel lets "
                    "users have namespaces"}[level()]


tool = functools.cache(shutil.which)


@functools.cache
def visible():
    """Return the folders of the system, and of this Python, that a program sees, each as (path, what it links to)."""
    found = [(path, os.readlink(path) if os.path.islink(path) else None) for path in SYSTEM if os.path.exists(path)]
    for path in dict.fromkeys((sys.base_prefix, sys.prefix, str(Path(os.path.realpath(sys.executable)).parent.parent))):
        if not any(path == known or path.startswith(f"{known}/") for known, _ in found):
            found.append((path, None))
    return found


def view(room):
    """Return the options with which bubblewrap shows the same by itself, and the folder as it lies there."""
    shown = []
    for path, link in visible():
        shown += [*parents(path), "--ro-bind", path, path] if link is None else ["--symlink", link, path]
    own = ["--perms", "1777", "--size", str(SPACE), "--tmpfs"]
    return [*own, "/tmp", *shown, "--proc", "/proc", "--dev", "/dev", *own, "/dev/shm", "--remount-ro", "/dev",
            *parents(room), "--bind", room, room, "--remount-ro", "/"]


def parents(path):
    """Return the options that make the folders above a path, open to everybody."""
    above = [str(folder) for folder in Path(path).parents if str(folder) not in ("/", "/tmp")]
    return [word for folder in above[::-1] for word in ("--perms", "0755", "--dir", folder)]


def make_view(root, shown):
    """Mount at `root` what bubblewrap would show: these of `visible`, which a zygote's Python would not know."""
    space(root)
    for path in "proc", "tmp", "dev":
        os.mkdir(f"{root}/{path}")
    bind("/proc", f"{root}/proc")
    space(f"{root}/tmp", mode="1777")
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
    space(f"{root}/dev/shm", mode="1777")
    system(libc.mount, b"devpts", f"{root}/dev/pts".encode(), b"devpts", 0, b"newinstance,ptmxmode=0666,mode=620")
    os.symlink("pts/ptmx", f"{root}/dev/ptmx")
    for name in DEVICES:
        Path(f"{root}/dev/{name}").touch()
        bind(f"/dev/{name}", f"{root}/dev/{name}")
    for name, number in (("fd", ""), ("stdin", "/0"), ("stdout", "/1"), ("stderr", "/2")):
        os.symlink(f"/proc/self/fd{number}", f"{root}/dev/{name}")
    set_attributes(f"{root}/dev", RDONLY)


def name_hosts(root, hosts):
    """Have the programs know these names of computers, and no others but localhost (hosts(5))."""
    if hosts and os.path.exists(f"{root}/etc/hosts"):
        lines = ["127.0.0.1 localhost", "::1 localhost ip6-localhost ip6-loopback",
                 *(f"{address} {name}" for name, address in {socket.gethostname(): next(iter(hosts.values())), **hosts}
                   .items())]
        Path(f"{root}/hosts").write_text("\n".join([*lines, ""]))
        bind(f"{root}/hosts", f"{root}/etc/hosts")
        set_attributes(f"{root}/etc/hosts", RDONLY)


def space(path, user=None, mode="755", nodev=MS_NODEV):
    """Mount an empty folder that holds SPACE bytes at most (tmpfs(5))."""
    owner = f",uid={user},gid={user}" if user else ""
    options = f"size={SPACE},nr_inodes={FILES},mode={mode}{owner}"
    system(libc.mount, b"tmpfs", path.encode(), b"tmpfs", MS_NOSUID | nodev, options.encode())


def bind(source, path):
    system(libc.mount, source.encode(), path.encode(), None, MS_BIND | MS_REC, None)


def set_attributes(path, which, how=0):
    """Give what is mounted at a path these attributes, with `how` AT_RECURSIVE all that is mounted below, too."""
    attributes = (ctypes.c_uint64 * 4)(which, 0, 0, 0)
    system(libc.syscall, SYS_MOUNT_SETATTR, AT_FDCWD, path.encode(), how, ctypes.byref(attributes), 32)
