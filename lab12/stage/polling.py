"""Polling: which of several descriptors are ready, whatever their numbers: select(2) knows none above 1,023."""
import select

FEW = 1024  # FD_SETSIZE


def ready(descriptors, seconds, to_write=False):
    """Wait until something can be read from one of these, or written to it, for so long at most; return which."""
    numbers = {one if isinstance(one, int) else one.fileno(): one for one in descriptors}
    if all(number < FEW for number in numbers):  # on macOS poll(2) knows no terminals
        found = select.select([], list(numbers), [], seconds)[1] if to_write else (
            select.select(list(numbers), [], [], seconds)[0])
    else:
        polled = select.poll()
        for number in numbers:
            polled.register(number, select.POLLOUT if to_write else select.POLLIN)
        found = [number for number, _ in polled.poll(seconds * 1000)]
    return [numbers[number] for number in found]
