"""The sandbox: what the programs of a hand-in see of this computer, and how they are kept in it.

The system is read-only; of homes, the kit and other hand-ins nothing is there; /tmp, /dev/shm and the folder of the
programs are their own, of SPACE bytes each. Each program has processes of its own (pid_namespaces(7)), which end with
it, and no privileges. Levels, the best first: bubblewrap (bwrap(1)), namespaces (unshare(2)), limits (ulimit alone).
"""
import contextlib
import ctypes
import functools
import marshal
import os
import shutil
import signal
import socket
import struct
import sys
from pathlib import Path

from lab12.guard import bounds, group, tidy, within
from lab12.guard.seccomp import limit_calls
from lab12.stage import forking
from lab12.stage.namespaces import CLONE_NEWNS, CLONE_NEWUSER, libc, own_namespaces, own_user, system
from lab12.stage.network import PublicNetwork
from lab12.stage.plain import ENVIRONMENT, is_plain, python
from lab12.stage.polling import ready
from lab12.stage.program import keep_ours, open_terminal
from lab12.stage.starter import STARTING
from lab12.stage.terminal import Terminal

LEVELS = BUBBLEWRAP, NAMESPACES, LIMITS = "bubblewrap", "namespaces", "limits"
TOOLS = {BUBBLEWRAP: ("bwrap",), NAMESPACES: ()}
KEPT = {"CAP_SYS_ADMIN": 21, "CAP_SYS_RESOURCE": 24}  # what starts programs makes namespaces of theirs: capabilities(7)
APART = ["--new-session", "--as-pid-1", "--die-with-parent", "--unshare-pid", "--unshare-ipc", "--dev-bind", "/", "/",
         "--proc", "/proc", *(word for name in KEPT for word in ("--cap-add", name))]  # bwrap(1)
SYSTEM = "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/nix/store", "/gnu/store"
SIZE = 1000                       # bytes of an answer
SPACE, FILES = 64 << 20, 8192     # bytes and files in each folder that a program may write to
STRANGER = 0x6C620000             # root marks as a user of its own: this number and that of a process
DEVICES = "null", "zero", "full", "random", "urandom", "tty"
MS_NOSUID, MS_NODEV, MS_BIND, MS_REC, MS_PRIVATE = 0x2, 0x4, 0x1000, 0x4000, 0x40000  # mount(2)
PR_CAP_AMBIENT_RAISE = 2                                                              # prctl(2)
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
        self.limits = ("" if self.inner else bounds.FIRST) + bounds.confine(bool(group.JOINED))
        self.most = self.inner and bool(self.user or bounds.counts_apart()) and bounds.MAX_PROCESSES[bool(group.JOINED)]

    @property
    def home(self):
        """The process that starts the programs, in namespaces in which theirs are; None without a sandbox.

        OSError if it cannot be made.
        """
        if self.keeper and (self.asks != os.getpid() or self.keeper.has_ended()):  # memory was short, for one
            self.close()
        if self.inner and not self.keeper:
            self.starter = self.begin()
        return self.starter if self.inner else None

    def begin(self):
        """Have what starts the programs started; return its process, as soon as it is ready."""
        self.asks = os.getpid()
        self.control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.control.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        ours, terminal = open_terminal()
        beside = self.beside and (self.beside.keeper.pid, self.beside.home)
        limited = ["/bin/sh", "-c", f'{self.limits} exec "$@"', "lab12", python(), "-c", first_words()]
        work = functools.partial(keep, self.level, self.room, self.user, visible(), self.hosts, beside, limited)
        with open(ours, "rb", buffering=0) as said:
            self.keeper = forking.start(work, theirs.fileno(), terminal, ours=[self.control.fileno(), ours])
            theirs.close()
            os.close(terminal)
            answer, notes = b"", ()
            if ready([self.control], STARTING):
                answer, notes, _, _ = self.control.recvmsg(SIZE, SIZE)
            if answer == within.READY:
                return struct.unpack("iII", notes[0][2])[0]  # struct ucred in unix(7)
            self.close()
            with contextlib.suppress(OSError):  # nobody has said anything
                answer = said.read(SIZE)
        why = answer.decode(errors="replace").strip() or "what was to start the programs has ended"
        raise OSError(f"no sandbox could be made: {why}")

    @property
    def environment(self):
        """What the programs find in their environment: of root's stranger nothing is known, so its home is root's."""
        return {"HOME": os.path.expanduser("~")} if self.user else {}

    def is_plain(self, command, folder):
        """Return whether a command is a Python program that would not see whether Python was started for it alone."""
        return is_plain(command, folder, self.room)

    def close(self):
        """Let go of the folders, and of networks; a program that is started later finds new ones."""
        while self.idle:
            self.idle.pop().end()
        if self.keeper:
            if self.asks == os.getpid():  # and no copy of the process whose this is
                with contextlib.suppress(OSError):
                    self.control.shutdown(socket.SHUT_RDWR)  # another keeper may have a copy
            self.control.close()
            self.keeper = None


def keep(at, room, user, shown, hosts, beside, command, control, terminal):
    """Be the process around all that is in a sandbox of this level, which ends when nobody asks for programs any more.

    `beside` are (process, process in it) of another sandbox, in whose user namespace this one is to be. What goes wrong
    is said on a terminal; a Python that is started on one has the streams of a program that is.
    """
    for place in range(3):
        os.dup2(terminal, place)
    try:
        space = beside and os.open(f"/proc/{beside[1]}/ns/user", os.O_RDONLY)
        own_namespaces(CLONE_NEWNS, beside[0] if beside and not user else None)
        bounds.leave_most()
        furnish(room, user, shown, hosts)
        keep_ours()
        with contextlib.suppress(OSError):  # a kernel without seccomp(2)
            limit_calls()
        if user:
            os.setgroups([])
            os.setresgid(user, user, user)
            os.setresuid(user, user, user)
        os.dup2(control, 3)  # a low number: all but 0, 1 and 2 are closed up to a limit before a program is there
    except OSError as error:
        os.write(2, str(error).encode())
        return
    command = [*command, "3"]
    if at == BUBBLEWRAP:
        which = ["--unshare-user"] if space is None else ["--userns", str(space)]
        named = ["--unshare-uts", "--hostname", next(iter(hosts))] if hosts else []
        if space is not None:
            os.set_inheritable(space, True)
        command = [tool("bwrap"), *which, *APART, *named, *command]
    else:
        be_apart(user, space)
    os.execve(command[0], command, ENVIRONMENT)


@functools.cache
def first_words():
    """Return the source that a Python is told to do what `within` does: that, compiled."""
    code = compile(Path(within.__file__).read_text(), "within", "exec", dont_inherit=True)
    return f"import marshal\nexec(marshal.loads({marshal.dumps(code)!r}))"


def be_apart(user, space):
    """Be the first process in namespaces as bubblewrap would make them, with as many privileges as APART leaves.

    An ordinary user's is in a user namespace already. That of a `user` of root's is a new one, or has a descriptor.
    """
    libc.prctl(within.PR_SET_DUMPABLE, 1, 0, 0, 0)  # or its own /proc would be root's, where it was root before
    if user and space is None:
        own_user()
    elif user:
        system(libc.setns, space, CLONE_NEWUSER)
    system(libc.unshare, CLONE_NEWNS | within.CLONE_NEWIPC | within.CLONE_NEWPID)
    libc.prctl(bounds.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if child := os.fork():
        os.waitpid(child, 0)
        os._exit(0)
    libc.prctl(bounds.PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    os.setsid()
    system(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
    system(libc.mount, b"proc", b"/proc", b"proc", 0, None)
    libc.prctl(within.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    mask = sum(1 << one for one in KEPT.values())
    within.set_capabilities(mask)
    for one in KEPT.values():
        system(libc.prctl, within.PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, one, 0, 0)


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
    set_attributes(root, NOSUID, AT_RECURSIVE)  # or bubblewrap would see to that, mount by mount
    os.chdir(root)
    system(libc.syscall, SYS_PIVOT_ROOT, b".", b".")  # the old root is then on top of the new one
    system(libc.umount2, b".", MNT_DETACH)


@functools.cache
def level():
    """Return the best level of this computer: the first one in which a program runs."""
    if sys.platform != "linux" or not hasattr(os, "pidfd_open"):
        return LIMITS  # nobody could tell how a program has ended: a Python that was built on an old Linux
    return next((one for one in TOOLS if all(map(tool, TOOLS[one])) and works(one)), LIMITS)


def works(at):
    """Return whether a program runs in a sandbox of this level."""
    with tidy.room() as room, contextlib.closing(Sandbox(room, at)) as sandbox:
        try:
            return Terminal(["/bin/sh", "-c", "exit 7"], room, {}, PublicNetwork(), sandbox).program.wait() == 7
        except OSError:
            return False


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


def make_view(root, shown):
    """Mount at `root` what programs see of the system: these of `visible`, which a zygote's Python would not know."""
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
