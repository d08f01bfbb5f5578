"""Hand-ins that misbehave: what each server does before it serves as a good one. All are bounded by themselves.

None does more than try our guard: END is when each of them gives up, and MANY what it does at most.
"""

ACT = """
import ctypes, glob, mmap, os, random, resource, select, shutil, signal, socket, struct, subprocess, sys, tempfile
import termios, threading, time
END, MANY, HERE = time.monotonic() + 8, 2000, os.getcwd()
def tried(act, *arguments):
    try:
        return act(*arguments)
    except (OSError, ValueError, MemoryError, RuntimeError, AttributeError, subprocess.SubprocessError):
        return None
def spread(paths, text):
    for path in paths:
        tried(lambda: open(path, "a").write(text))
def orphan(act):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            act()
        os._exit(0)
    os.wait()
def wait():
    while time.monotonic() < END:
        time.sleep(0.1)
    os._exit(0)
{act}
"""
SERVER = """
import socket
exec(compile(open("act.bin").read(), "act", "exec"), {})
listener = socket.create_server(("127.0.0.1", 5000))
while True:
    connection, _ = listener.accept()
    with connection:
        while data := connection.recv(4096):
            print("Client", {data.decode().rstrip("\\n")}, flush=True)
            connection.sendall(input("Enter Reply ").encode() + b"\\n")
"""
CLIENT = """
import socket
with socket.create_connection(("127.0.0.1", 5000)) as connection:
    while (text := input("Enter Message ")) != "exit":
        connection.sendall(text.encode() + b"\\n")
        print({connection.recv(4096).decode().rstrip("\\n")}, flush=True)
"""

ACTS = {
    # processes
    "forks without end": "while time.monotonic() < END:\n    tried(os.fork)",
    "forks as a tree": "for _ in range(10):\n    tried(os.fork)",
    "chains of fork, parent ends": "def chain():\n    for _ in range(MANY):\n        if tried(os.fork):\n            os._exit(0)\n"
                                   "for _ in range(3):\n    if os.fork() == 0:\n        chain()\n        os._exit(0)",
    "a daemon that stays": "orphan(wait)",
    "daemons that ignore signals": "def deaf():\n    for n in range(1, 65):\n        tried(signal.signal, n, signal.SIG_IGN)\n"
                                   "    wait()\nfor _ in range(5):\n    orphan(deaf)",
    "zombies": "for _ in range(200):\n    if tried(os.fork) == 0:\n        os._exit(0)",
    "threads": "for _ in range(700):\n    threading.Thread(target=threading.Event().wait, daemon=True).start()",
    "threads that poll": "for _ in range(20):\n    tried(threading.Thread(target=wait, daemon=True).start)",
    "stops itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "stops its parent": "tried(os.kill, os.getppid(), signal.SIGSTOP)",
    "kills its parent": "tried(os.kill, os.getppid(), signal.SIGKILL)",
    "kills everybody": "tried(os.kill, -1, signal.SIGKILL)",
    "kills its group": "signal.signal(signal.SIGTERM, signal.SIG_IGN)\ntried(os.killpg, 0, signal.SIGTERM)",
    "stops all that it sees": "for path in glob.glob('/proc/[0-9]*'):\n    pid = int(path[6:])\n"
                              "    if pid != os.getpid():\n        tried(os.kill, pid, signal.SIGSTOP)",
    "terminates all that it sees": "for path in glob.glob('/proc/[0-9]*'):\n    pid = int(path[6:])\n"
                                   "    if pid != os.getpid():\n        tried(os.kill, pid, signal.SIGTERM)",
    "leaves its session": "if os.fork():\n    os._exit(0)\nos.setsid()",
    # memory
    "fills its memory": "x = [0]\nwhile len(x) < 1 << 28:\n    x = x + x",
    "fills memory in many processes": "for _ in range(16):\n    if tried(os.fork) == 0:\n        x = tried(bytearray, 300 << 20)\n"
                                      "        time.sleep(1)\n        os._exit(0)",
    "maps memory that is shared": "m = tried(mmap.mmap, -1, 1 << 30)\nfor n in range(0, len(m or b''), 4096):\n    m[n] = 1",
    "files in memory": "for n in range(100):\n    f = tried(os.memfd_create, 'x')\n"
                       "    f and tried(os.write, f, bytes(8 << 20))",
    "segments that outlive it": "libc = ctypes.CDLL(None)\nfor n in range(50):\n"
                                "    libc.shmget(0, ctypes.c_size_t(8 << 20), 0o1600)",
    # disk
    "fills its folder": "for n in range(60):\n    tried(lambda: open(f'big{n}', 'wb').write(bytes(8 << 20)))",
    "fills /tmp": "for n in range(60):\n    tried(lambda: open(f'/tmp/big{n}', 'wb').write(bytes(8 << 20)))",
    "fills /dev/shm": "for n in range(60):\n    tried(lambda: open(f'/dev/shm/big{n}', 'wb').write(bytes(8 << 20)))",
    "fills /dev": "for n in range(60):\n    tried(lambda: open(f'/dev/big{n}', 'wb').write(bytes(8 << 20)))",
    "files without number": "for n in range(20000):\n    if tried(os.open, f'f{n}', os.O_CREAT) is not None:\n        os.close(3)",
    "folders 2,000 deep": "for n in range(MANY):\n    tried(os.mkdir, 'd')\n    tried(os.chdir, 'd')\nos.chdir(HERE)",
    "folders nobody may enter": "os.makedirs('a/b/c')\nopen('a/b/c/d', 'w')\nos.chmod('a/b/c', 0)\nos.chmod('a/b', 0)",
    "a link in its folder's place": "tried(os.rename, HERE, HERE + 'x')\ntried(os.symlink, '/etc', HERE)",
    "links to what is outside": "for n, path in enumerate(['/etc/passwd', '/', '/dev/zero', '/proc/self/mem', '../..']):\n"
                                "    tried(os.symlink, path, f'link{n}')",
    "a pipe and a socket as files": "os.mkfifo('x.py')\nsocket.socket(socket.AF_UNIX).bind('y.py')",
    "names that draw": "open('\\x1b[2J\\x07\\n\\u202e\\x9b', 'w')\nprint('\\x1b[2J\\x1b]0;x\\x07\\x9b2J')",
    # what is outside
    "looks for the rubric": "spread(glob.glob('{home}/lab12/rubric/*.toml'), 'x')",
    "writes into the kit": "spread(glob.glob('{home}/lab12/**/*.py', recursive=True), 'raise SystemExit')",
    "writes into its neighbour": "spread(['{outside}/canary', '{outside}/new'], 'x')",
    "removes all that it finds": "for path in ('{outside}', '{home}/tests/zoo', '/home', '/root', '/var/tmp', '/mnt'):\n"
                                 "    shutil.rmtree(path, ignore_errors=True) if path.startswith(('{outside}', '/mnt/none')) else "
                                 "tried(os.unlink, path + '/x')",
    "writes into the system": "spread(['/etc/lab12-x', '/usr/lab12-x', '/bin/lab12-x', '/lab12-x'], 'x')",
    "writes to the other terminals": "spread(glob.glob('/dev/pts/[0-9]*'), 'x')",
    "types for the user": "tried(__import__('fcntl').ioctl, 0, termios.TIOCSTI, b'x')",
    "becomes root": "for act in (os.setuid, os.setgid, os.setgroups):\n    tried(act, 0) if act is not os.setgroups else tried(act, [0])",
    "mounts something": "libc = ctypes.CDLL(None)\nlibc.mount(b'none', HERE.encode(), b'tmpfs', 0, b'')\nlibc.umount2(b'/', 2)",
    "joins other namespaces": "libc = ctypes.CDLL(None)\nfor path in glob.glob('/proc/[0-9]*/ns/*'):\n"
                              "    f = tried(os.open, path, 0)\n    f and libc.setns(f, 0)\n    f and os.close(f)",
    "reads its parent's memory": "tried(lambda: open(f'/proc/{{os.getppid()}}/mem', 'r+b').read(10))",
    "raises its own limits": "for what in range(16):\n    tried(resource.setrlimit, what, (-1, -1))\n"
                             "x = tried(bytearray, 3 << 30)",
    # screen, network, time
    "prints without end": "while time.monotonic() < END:\n    print('x' * 1000)",
    "lines without end": "for _ in range(1 << 20):\n    print()",
    "closes its terminal": "for n in range(3):\n    os.close(n)",
    "sends without end": "def send():\n    s = socket.socket(type=socket.SOCK_DGRAM)\n    while time.monotonic() < END:\n"
                         "        tried(s.sendto, bytes(1000), ('127.0.0.1', 9))\nthreading.Thread(target=send, daemon=True).start()",
    "takes every port": "taken = [tried(socket.create_server, ('127.0.0.1', n)) for n in range(7000, 7300)]",
    "spins": "while time.monotonic() < END:\n    pass",
    "sets alarms": "signal.signal(signal.SIGALRM, lambda *_: None)\nsignal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)",
    # what surrounds it, what the network is watched by
    "datagrams from ever new ports": "def send():\n    while time.monotonic() < END:\n        with socket.socket(type=socket.SOCK_DGRAM) as s:\n"
                                     "            tried(s.sendto, bytes(1000), ('127.0.0.1', 9))\n"
                                     "threading.Thread(target=send, daemon=True).start()",
    "connections without end": "door = socket.create_server(('127.0.0.1', 7000), backlog=100)\ndef call():\n    while time.monotonic() < END:\n"
                               "        with socket.create_connection(('127.0.0.1', 7000)):\n            door.accept()[0].close()\n"
                               "threading.Thread(target=tried, args=(call,), daemon=True).start()",
    "a file system of its own": "libc = ctypes.CDLL(None)\ngone = libc.unshare(0x10020000)\ngone = gone or libc.mount(b'none', b'/tmp', b'tmpfs', 0, b'size=256m')\n"
                                "for n in range(0 if gone else 30):\n    tried(lambda: open(f'/tmp/own{n}', 'wb').write(bytes(8 << 20)))",
    "holds the first process": "def hold():\n    libc = ctypes.CDLL(None)\n    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]\n    libc.ptrace(16, 1, None, None)\n"
                               "    wait()\norphan(hold)\ntime.sleep(0.3)\nif os.path.exists('held'):\n    os._exit(0)\nopen('held', 'w').close()",
    "writes into the first process": "def spoil():\n    with open('/proc/1/maps') as maps, open('/proc/1/mem', 'r+b', 0) as memory:\n"
                                     "        for line in maps:\n            if ' r-xp ' in line:\n                start, end = (int(part, 16) for part in line.split()[0].split('-'))\n"
                                     "                memory.seek(start)\n                memory.write(b'\\xeb\\xfe' * ((end - start) // 2))\ntried(spoil)",
}
