"""A limit of time for what this process does itself: it is interrupted, and goes on with what comes after."""
import contextlib
import signal
import threading
import time


class TimeUp(BaseException):
    """The time is up. It is no Exception, so that nothing on its way takes it for an error of its own."""


@contextlib.contextmanager
def limited(seconds, of_work=False):
    """Raise TimeUp in what is done here once so many seconds are up; only the main thread can be interrupted.

    Those `of_work` are of processor time: what only computes gets as far in them on a busy computer as on an idle one.
    """
    number, timer = (signal.SIGVTALRM, signal.ITIMER_VIRTUAL) if of_work else (signal.SIGALRM, signal.ITIMER_REAL)
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_):
        raise TimeUp(f"no end within {seconds:.0f} seconds")

    before, begun = signal.signal(number, ring), time.monotonic()
    outer, _ = signal.setitimer(timer, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(number, before)
        if outer:  # that of the caller that has limited all of this
            signal.setitimer(timer, max(outer - (time.monotonic() - begun), 0.001))
