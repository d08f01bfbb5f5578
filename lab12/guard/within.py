"""What starts the programs in a sandbox: the first process there, in a Python that has nothing of the kit.

It is given this source on its command line, and a socket on which it is asked for rooms. A room is a copy of it, with
folders of its own for one hand-in, which is asked for programs. Each program has namespaces of its own: for processes,
for what they share (ipc_namespaces(7)) and for what they see of both in /proc. These processes may make those and join
a network; of that no program keeps anything (capabilities(7)).
"""
import atexit
import builtins
import ctypes
import errno
import fcntl
import gc
import importlib.machinery
import marshal
import os
import resource
import signal
import socket
import sys
import termios
import threading  # noqa: F401 since most programs ask for it

SIZE = 200_000  # bytes of a request, a command and its environment: more do not pass a socket at once (unix(7))
DEPTH = 5 if sys.version_info < (3, 12) else 3  # calls around a program; those of C were counted as well up to 3.11
GIVEN = 4       # descriptors that come with a request, at most
READY = b"ready"
ROOM = "room"   # what a request for one begins with
UNSAVED = "_dbm", "_gdbm"  # modules whose files are not written before they are closed
WATCHES = b"16"  # of the instances of inotify(7) that all programs of a user have together
CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = (  # unshare(2)
    0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000)
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = (  # mount(2)
    0x1, 0x2, 0x4, 0x8, 0x20, 0x1000, 0x4000, 0x40000)
MNT_DETACH = 0x2                                                                     # umount2(2)
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 4, 38, 47, 4  # prctl(2)
VERSION_3 = 0x20080522                                                               # capget(2)
HEEDED = signal.SIGINT, signal.SIGQUIT, signal.SIGHUP, signal.SIGPIPE, signal.SIGTSTP, signal.SIGXFSZ
libc = ctypes.CDLL(None, use_errno=True)


def serve(control):
    """Be a process that starts others, until nobody asks any more. It waits for none: their numbers stay theirs.

    In a process that has been started return (control, descriptors, request).
    """
    own = os.open("/proc/self/ns/pid", os.O_RDONLY)
    system(libc.setns, own, CLONE_NEWPID)  # there are kernels that refuse it
    gc.freeze()  # or each program would have a copy of it all, once its own memory is looked through
    control.send(READY)
    while True:
        request, given, _, _ = socket.recv_fds(control, SIZE, GIVEN)
        if not request:
            os._exit(0)
        request = marshal.loads(request)
        try:
            system(libc.unshare, CLONE_NEWPID)
            if os.fork() == 0:
                os.close(own)
                return control, given, request
        except OSError as error:
            refuse(control, given, request, error)
        system(libc.setns, own, CLONE_NEWPID)  # or it could make no other one (pid_namespaces(7))
        for one in given:
            os.close(one)


def refuse(control, given, request, error):
    """Say that nothing could be started."""
    if request[0] != ROOM:
        control.send(marshal.dumps([request[0], "", str(error)]))
    elif given:
        with socket.socket(fileno=os.dup(given[0])) as control:
            control.send(str(error).encode())


def furnish(given, _, folder, spaces, shown, hosts, limits):
    """Be the first process of a room, in which a hand-in's programs find their `folder`; return where it is asked.

    That, and what the folder holds, are `given`: a marshalled list of (path, mode or None, bytes or what it links to,
    None for a folder). `spaces` are {path: options} of folders in memory, which do not hide what is `shown` there;
    `hosts` are (name of this computer, lines for hosts(5)), if these are not the computer's own. `limits` are
    (RLIMIT_*, most) each.
    """
    control = socket.socket(fileno=given[0])
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        system(libc.unshare, CLONE_NEWNS | (CLONE_NEWUTS if hosts else 0))
        system(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
        system(libc.mount, b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, None)
        if hosts:
            name_hosts(*hosts)
        shown = [(os.open(path, os.O_PATH), path) for path in shown]
        for path, options in spaces.items():
            system(libc.mount, b"tmpfs", path.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, options.encode())
        for there, path in shown:
            os.makedirs(path)
            system(libc.mount, f"/proc/self/fd/{there}".encode(), path.encode(), None, MS_BIND | MS_REC, None)
            os.close(there)
        os.makedirs(folder, exist_ok=True)
        system(libc.mount, b"tmpfs", folder.encode(), b"tmpfs", MS_NOSUID | MS_NODEV, options.encode())
        system(libc.mount, b"devpts", b"/dev/pts", b"devpts", MS_NOSUID | MS_NOEXEC,
               b"newinstance,ptmxmode=0666,mode=620")
        with open(given[1], "rb") as file:
            for path, mode, data in marshal.load(file):
                lay(os.path.join(folder, path), mode, data)
        for what, most in limits:
            top = resource.getrlimit(what)[1]
            most = most if top == resource.RLIM_INFINITY else min(most, top)
            resource.setrlimit(what, (most, most))
        attributes = ctypes.create_string_buffer(256)
        libc.pthread_attr_init(attributes)
        libc.pthread_attr_setstacksize(attributes, ctypes.c_size_t(dict(limits)[resource.RLIMIT_STACK]))
        libc.pthread_setattr_default_np(attributes)  # what a Python that is started anew takes from RLIMIT_STACK
    except BaseException as error:
        control.send(str(error).encode())
        os._exit(1)
    return control


def name_hosts(name, lines):
    """Have the programs know these names of computers, and no others; nobody can write there afterwards."""
    socket.sethostname(name)
    if os.path.exists("/etc/hosts"):
        system(libc.mount, b"tmpfs", b"/tmp", b"tmpfs", MS_NOSUID | MS_NODEV, b"size=1M")
        with open("/tmp/hosts", "w") as file:
            file.write(lines)
        system(libc.mount, b"/tmp/hosts", b"/etc/hosts", None, MS_BIND, None)
        system(libc.mount, b"none", b"/etc/hosts", None, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV, None)
        system(libc.umount2, b"/tmp", MNT_DETACH)


def lay(path, mode, data):
    """Make a file, a folder or, where there is no mode, a link."""
    if mode is None:
        os.symlink(data, path)
        return
    if data is None:
        os.makedirs(path, exist_ok=True)
    else:
        with open(path, "wb") as file:
            file.write(data)
    os.chmod(path, mode)


def lead(control, given, serial, command, environment, folder, number, most, joins, reads, plain):
    """Be the first process of a program's own: start it, reap what it leaves behind, and tell how it has ended.

    It leads the session of the terminal, and heeds no Ctrl-C. `given` are descriptors: its terminal, what is told its
    end, the network that it `joins`, and a file that it `reads`. This process and the program answer each for itself.
    """
    try:
        if len(given) < 2 + joins + reads:  # they do not come where no more may be open (unix(7))
            raise OSError(os.strerror(errno.EMFILE))
        terminal, telling, *more = given
        os.setsid()
        fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)  # ioctl_tty(2)
        for place in range(3):
            os.dup2(terminal, place)
        put("/proc/self/oom_score_adj", b"1000")  # to be ended when memory is short: proc(5)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        if joins:
            system(libc.setns, more.pop(0), CLONE_NEWNET)
        system(libc.unshare, CLONE_NEWNS | CLONE_NEWIPC)
        system(libc.mount, b"none", b"/", None, MS_REC | MS_PRIVATE, None)
        system(libc.mount, b"proc", b"/proc", b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, None)
        os.chdir(folder)
        number_next(number + 2)
        count_apart()
        give_up_privileges()
        libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)  # the program neither traces this process nor takes what it has open
        program = os.fork()
        control.send(marshal.dumps([serial, "leader" if program else "pid", ""]))
        if program == 0:
            libc.prctl(PR_SET_DUMPABLE, 1, 0, 0, 0)
            if most:
                resource.setrlimit(resource.RLIMIT_NPROC, (most, most))
            if reads:
                os.dup2(more.pop(), 0)
            control.close()
            os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
            return command, {**environment, "PWD": folder}, plain
        control.close()
        for one in (terminal, *more):
            os.close(one)
        ended, status = os.wait()
        while ended != program:
            ended, status = os.wait()
        os.write(telling, str(os.waitstatus_to_exitcode(status)).encode())
    except BaseException as error:
        control.send(marshal.dumps([serial, "", str(error)]))
    os._exit(0)


def number_next(number):
    """Have the next process get this number, so that no program has one that another program has."""
    try:
        put("/proc/sys/kernel/ns_last_pid", b"%d" % (number - 1))  # pid_namespaces(7)
    except OSError:  # not every kernel has it
        for _ in range(number - 2):
            if os.fork() == 0:
                os._exit(0)
            os.wait()


def become(command, environment):
    """Be a program that is started anew."""
    try:
        for number in HEEDED:
            signal.signal(number, signal.SIG_DFL)
        os.execvpe(command[0], command, environment)
    except OSError as error:
        os.write(2, f"{command[0]}: {error.strerror}\n".encode())
    os._exit(127)


def be(path, *arguments, environment):
    """Be a Python program, as if it had been started anew: what Python does first for each, it has done before.

    See pymain_run_file and pymain_exit_err_print in Modules/main.c. Its own files and modules come after that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv, sys.orig_argv = [path, *arguments], [sys.executable, path, *arguments]
    path = os.path.abspath(path)
    sys.path[0] = os.path.dirname(path)
    loader = importlib.machinery.SourceFileLoader("__main__", path)
    module = sys.modules["__main__"] = type(sys)("__main__")
    vars(module).update(__loader__=loader, __builtins__=builtins, __file__=path, __cached__=None)
    if sys.version_info < (3, 14):
        module.__annotations__ = {}
    try:
        code = compile(loader.get_data(path), path, "exec", dont_inherit=True)
    except Exception:  # how a fault is shown depends on where Python has read it
        become([sys.executable, *sys.argv], environment)
    sys.setrecursionlimit(sys.getrecursionlimit() + DEPTH)
    status = 0
    atexit.register(lambda: leave(status))  # the last one that is called, since it is the first
    try:
        exec(code, vars(module))
    except SystemExit as error:
        status = 0 if error.code is None else error.code
        raise
    except BaseException as error:
        status = None if isinstance(error, KeyboardInterrupt) else 1
        error.__traceback__ = error.__traceback__.tb_next  # without what is ours
        sys.excepthook(type(error), error, error.__traceback__)
        sys.excepthook = lambda *_: None
        raise


def leave(status):
    """End at once, with this exit status or, for None, by Ctrl-C, where nobody would see Python take itself apart.

    That costs more than all before it, since a copy's memory becomes its own as it is freed (fork(2)). What may show
    something or write to a file in the end has a `__del__`; what cannot be flushed is Python's to complain of.
    """
    if not (status is None or isinstance(status, int) and 0 <= status < 256):
        return
    try:
        kinds = {*map(type, gc.get_objects())} - {socket.socket}
        if any(hasattr(kind, "__del__") or kind.__module__ in UNSAVED for kind in kinds):
            return
        sys.stdout.flush()
        sys.stderr.flush()
    except BaseException:
        return
    if status is not None:
        ctypes.pythonapi.exit(status)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)  # unless that is blocked, which is Python's to see to


def count_apart():
    """Move this process to a user namespace of its own, where a program's processes are counted (user_namespaces(7)).

    It makes no other one: it could have file systems without bound in that.
    """
    user, group = os.geteuid(), os.getegid()
    system(libc.unshare, CLONE_NEWUSER)
    put("/proc/self/setgroups", b"deny")
    put("/proc/self/uid_map", b"%d %d 1" % (user, user))
    put("/proc/self/gid_map", b"%d %d 1" % (group, group))
    put("/proc/sys/user/max_user_namespaces", b"0")
    put("/proc/sys/user/max_inotify_instances", WATCHES)


def put(path, words):
    """Write to a file of the kernel's."""
    file = os.open(path, os.O_WRONLY)
    os.write(file, words)
    os.close(file)


def give_up_privileges():
    """Have no capabilities from now on, and never get any (capset(2), prctl(2))."""
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    set_capabilities(0)


def set_capabilities(mask):
    """Have these capabilities, of the first 32, and no others: now, as the most of all, and to be inherited."""
    system(libc.capset, (ctypes.c_uint32 * 2)(VERSION_3, 0), (ctypes.c_uint32 * 6)(mask, mask, mask))


def system(call, *arguments):
    """Call a C function that Python does not have; OSError if it fails."""
    if call(*arguments) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    for number in {*HEEDED} - {signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ}:  # of these Python has a way of its own
        signal.signal(number, signal.SIG_DFL)
    compile("", "", "exec")  # it makes the types of ast, once and not in each program
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # of a room that has ended nothing is left: wait(2)
    keeper = socket.socket(fileno=int(sys.argv[1]))
    _, given, request = serve(keeper)
    keeper.close()
    control, given, request = serve(furnish(given, *request))
    what, where, here = lead(control, given, *request)
    if not here:
        become(what, where)
    be(*what[1:], environment=where)
