"""What starts programs in a sandbox: a Python that is there already shows and does what one started anew would."""
import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from lab12 import HOME
from lab12.guard import sandbox
from lab12.guard.sandbox import LIMITS, Sandbox
from lab12.stage import waiting
from lab12.stage.plain import is_plain, python
from lab12.stage.polling import ready
from lab12.stage.stage import Stage

pytestmark = pytest.mark.skipif(not waiting.available() or sandbox.level() == LIMITS, reason="no sandbox to be had")
SAME = {
    "an error": "def f():\n    return 1 / 0\nf()\n",
    "an error from another": "try:\n    1 / 0\nexcept ZeroDivisionError as one:\n    raise ValueError('b') from one\n",
    "a group of errors": "raise ExceptionGroup('all', [ValueError(1), TypeError(2)])\n",
    "an error in a thread": "import threading\none = threading.Thread(target=lambda: 1 / 0)\none.start()\none.join()\n",
    "an error beside a thread": "import threading\nlate = lambda: (threading.Event().wait(0.1), print('late'))\n"
                                "threading.Thread(target=late).start()\n1 / 0\n",
    "an error in a task": "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    raise OSError(3, 'x')\n"
                          "asyncio.run(f())\n",
    "too deep": "def f(n):\n    return f(n + 1)\nf(0)\n", "cut off": "def f():",
    "no such module": "import helper_of_nobody\n",
    "an assertion": "assert 1 == 2, 'no'\n",
    "no syntax": "x = = 3\n", "Python 2": "print 'a'\n", "a tab": "if 1:\n\tx = 1\n        y = 2\n",
    "no indentation": "def f():\nreturn 1\n", "no end": "print((1,\n", "return outside": "return 3\n",
    "a warning": "x = 1 is 1\nprint('\\d')\n", "an empty file": "", "no newline at the end": "print(1)",
    "exit with words": "import sys\nsys.exit('bye')\n", "exit with a status": "raise SystemExit(3)\n",
    "exit()": "exit()\n", "its own end": "import os\nos._exit(7)\n", "killed": "import os\nos.kill(os.getpid(), 15)\n",
    "interrupted": "raise KeyboardInterrupt\n", "Ctrl-C": "input('here ')\n",
    "Ctrl-C caught": "try:\n    input('here ')\nexcept KeyboardInterrupt:\n    print('caught')\n",
    "at exit": "import atexit\natexit.register(print, 'bye')\nclass A:\n    def __del__(self):\n        print('gone')\n"
               "a = A()\n",
    **{f"exit with {status}": f"raise SystemExit({status})\n" for status in (-1, 256, 2**70, True, 2.5, "()")},
    "what is not closed": "import os\nif os.fork() == 0:\n    file = open('said', 'w')\n    file.write('hello')\n"
                          "else:\n    os.wait()\n    print(open('said').read())\n",
    "a database not closed": "import dbm, os\nif os.fork() == 0:\n    file = dbm.open('said', 'n')\n"
                             "    file['a'] = 'b'\nelse:\n    os.wait()\n    print(dbm.open('said', 'r').get('a'))\n",
    "a class that hides what it has": "class M(type):\n    def __getattr__(self, name):\n"
                                      "        raise LookupError(name)\nclass A(metaclass=M):\n    pass\na = A()\n"
                                      "b = [a]\n",
    "interrupted, and deaf to it": "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])\n"
                                   "raise KeyboardInterrupt\n",
    "what is not finished": "def f():\n    try:\n        yield\n    finally:\n        print('end')\nx = f()\nnext(x)\n",
    "what is not awaited": "async def f():\n    pass\nx = f()\n",
    "a socket not closed": "import socket\nx = socket.socket()\nx.bind(('127.0.0.1', 0))\nprint('bound')\n",
    "a thread that reads in the end": "import sys, threading, time\n"
                                      "threading.Thread(target=sys.stdin.readline, daemon=True).start()\n"
                                      "time.sleep(0.1)\nprint('end')\n",
    "a thread that prints in the end": "import atexit, threading\natexit.register(threading.Event().wait, 0.1)\n"
                                       "x = threading.Thread(target=lambda: print('late'))\nx.start()\n",
    "output closed": "import sys\nprint('a')\nsys.stdout.close()\n",
    "output gone": "import os\nprint('a')\nos.close(1)\n",
    "output not flushed": "import os, sys\nsys.stdout = open(os.dup(1), 'w', 5000)\nprint('a')\nprint('b', end='')\n",
    "its names": "'words'\nprint(__name__, __file__, __doc__, __package__, __spec__, sorted(globals()))\n",
    "annotations": "x: int = 3\nprint(sorted(globals()))\n",
    "its module": "import __main__, pickle\nclass A:\n    pass\n"
                  "print(pickle.loads(pickle.dumps(A())).__class__, __main__.A)\n",
    "its command": "import sys\nprint(sys.argv, sys.orig_argv, sys.path, sys.flags, sys.executable, sys.warnoptions)\n",
    "its streams": "import sys\nfor one in sys.stdin, sys.stdout, sys.stderr, sys.__stdout__:\n"
                   "    print(one, one.errors, one.isatty(), one.line_buffering, one.write_through, one.buffer.raw)\n",
    "its environment": "import os\nshell = {'SHLVL', '_', 'OLDPWD'}\n"
                       "print(sorted((k, v) for k, v in os.environ.items() if k not in shell), os.getcwd())\n",
    "its signals": "import signal\nprint([signal.getsignal(one) for one in sorted(signal.valid_signals())],"
                   " signal.pthread_sigmask(0, ()))\n",
    "its process": "import os\nprint(os.getpid(), os.getppid(), os.getpgrp(), os.getsid(0), os.getuid(), os.getgid(),"
                   " os.getgroups(), os.umask(0), os.listdir('/proc/self/fd'), open('/proc/self/limits').read())\n",
    "its privileges": "kinds = 'Cap', 'NoN', 'Sig', 'Shd'\n"
                      "print([line for line in open('/proc/self/status') if line.startswith(kinds)])\n",
    "its terminal": "import os\nprint(os.get_terminal_size(), os.tcgetpgrp(0), [os.isatty(one) for one in range(3)])\n",
    "a broken pipe": "import os\nreads, writes = os.pipe()\nos.close(reads)\nos.write(writes, b'x')\n",
    "a program of its own": "import subprocess, sys\nprint(subprocess.run([sys.executable, '-c', 'print(2)'], "
                            "capture_output=True))\n",
    "a copy of itself": "import os\nif os.fork() == 0:\n    print('copy')\n    os._exit(0)\nos.wait()\nprint('self')\n",
    "its process 1": "for name in 'mem', 'fd/0':\n    try:\n        open(f'/proc/1/{name}', 'rb')\n"
                     "    except OSError as error:\n        print(error)\n",
}


@pytest.fixture
def room(tmp_path):
    (tmp_path / "room").mkdir()
    with closing(Sandbox(tmp_path / "room")) as made:
        made.folder = tmp_path / "room"
        yield made


def shown(room, plain):
    """Return what a program shows, and how it ends, in a Python that is there already or in one started anew."""
    room.is_plain = lambda *_: plain
    with Stage(guard=room) as stage:
        window = stage.open(room.folder / "program.py", "one", "two")
        if window.alive():
            window.presses("Ctrl-C")
        return window.screen.text, window.terminal.status


@pytest.mark.parametrize("case", SAME)
def test_it_is_the_same(case, room):
    (room.folder / "program.py").write_text(SAME[case])
    assert is_plain([python(), "program.py"], room.folder, room.folder) == ("asyncio" not in SAME[case])
    assert shown(room, True) == shown(room, False)


def test_signals_that_the_grader_was_told_to_ignore_are_not_ignored_in_a_program(tmp_path):
    """A shell starts what is put into the background with SIGINT and SIGQUIT ignored (sh(1))."""
    told = [signal.SIGINT, signal.SIGQUIT, signal.SIGTSTP, signal.SIGHUP]
    before = [signal.signal(one, signal.SIG_IGN) for one in told]
    try:
        (tmp_path / "program.py").write_text(SAME["its signals"])
        with closing(Sandbox(tmp_path)) as room:
            room.folder = tmp_path
            as_told = shown(room, True), shown(room, False)
    finally:
        for one, handler in zip(told, before, strict=True):
            signal.signal(one, handler)
    with closing(Sandbox(tmp_path)) as room:
        room.folder = tmp_path
        assert as_told == (shown(room, False),) * 2


IGNORES = """if True:
    import sys
    from contextlib import closing
    from pathlib import Path
    from lab12.guard.sandbox import Sandbox
    from tests.kit.test_within import shown
    with closing(Sandbox(sys.argv[1])) as room:
        room.folder = Path(sys.argv[1])
        print(*shown(room, True), *shown(room, False))
"""


def test_a_program_ignores_no_signal_that_the_grader_was_started_with_ignored(tmp_path):
    """As a shell starts what is put into the background (sh(1)), and nohup(1) everything."""
    (tmp_path / "program.py").write_text("import signal\nprint([one.name for one in sorted(signal.valid_signals())"
                                         " if signal.getsignal(one) == signal.SIG_IGN])\n")
    command = ["sh", "-c", "trap '' INT QUIT HUP TSTP; exec \"$@\"", "", sys.executable, "-c", IGNORES, tmp_path]
    told = subprocess.run(command, cwd=HOME, stdout=subprocess.PIPE, text=True, check=True).stdout
    assert told == "['SIGPIPE', 'SIGXFSZ']\n 0 ['SIGPIPE', 'SIGXFSZ']\n 0\n"


@pytest.mark.parametrize("name, source, there", [
    ("program.py", b"import socket\n", True), ("program.py", b"x = open('a', encoding='latin-1')\n", True),
    ("program.py", b"print({1: 2 for _ in range(3)}, {input()})\n", True), ("program.py", b"x = set()\n", False),
    ("program.py", b"x = {c for c in range(3)}\n", False), ("program.py", b"print(id(3))\n", False),
    ("program.py", b"import gc\n", False), ("program.py", b"import sys\nsys._getframe(3)\n", False),
    ("program.py", b"traceback.print_stack()\n", False), ("program.py", b"warn('x', stacklevel=2)\n", False),
    ("program.py", "print('\u00e9')\n".encode("latin-1"), False), ("program.py", b"#\0\n", False),
    ("program.py", b"# -*- coding: latin-1 -*-\n", False), ("program.py", b"\n# coding=utf-8\n", False),
    ("-m", b"", False), ("other.py", b"", False)])
def test_who_would_see_it_is_started_anew(name, source, there, tmp_path):
    (tmp_path / "program.py").write_bytes(source)
    assert is_plain([python(), name], tmp_path, tmp_path) == there
    assert not is_plain([f"{sys.executable} ", name], tmp_path, tmp_path)
    assert not is_plain([python()], tmp_path, tmp_path)


def test_so_is_one_with_such_a_module_below_it(tmp_path):
    (tmp_path / "one").mkdir()
    (tmp_path / "one/program.py").write_text("")
    assert is_plain([python(), "program.py"], tmp_path / "one", tmp_path / "one")
    (tmp_path / "helper.py").write_text("import inspect\n")
    assert not is_plain([python(), "program.py"], tmp_path / "one", tmp_path)


@pytest.mark.parametrize("name", ["selectors.py", "enum", "socket.pyc"])
def test_a_module_that_hides_one_of_pythons_is_found(name, tmp_path):
    (tmp_path / "program.py").write_text("import socket\n")
    (tmp_path / name).touch()
    assert not is_plain([python(), "program.py"], tmp_path, tmp_path)


def test_what_starts_programs_is_there_again_after_it_was_ended(room):
    """Memory may have been short: no hand-in loses more than the talk in which that was."""
    (room.folder / "program.py").write_text("input('here ')")
    with Stage(guard=room) as stage:
        window = stage.open(room.folder / "program.py")
        os.kill(room.home, signal.SIGKILL)
        window.terminal.program.wait()
        assert ready([room.watch], 10)
    with Stage(guard=room) as stage:
        assert stage.open(room.folder / "program.py").asks()


def test_what_starts_programs_is_not_ended_first_where_memory_is_short(room):
    with Stage(guard=room):
        assert int(Path(f"/proc/{room.home}/oom_score_adj").read_text()) < 1000
