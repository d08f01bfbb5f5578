"""Asking: which sockets a network has, told by the kernel in microseconds (sock_diag(7)).

The tables of proc(5) say the same. But to write that of TCP the kernel looks at every place where a connection of any
network might be, which takes 5 ms.
"""
import socket
import struct

TELL, ALL, DONE, ERROR = 20, 0x301, 3, 2  # SOCK_DIAG_BY_FAMILY; NLM_F_REQUEST | NLM_F_DUMP; netlink(7)
LISTEN, UNCONNECTED = 10, 7               # states: of TCP; of a UDP socket that sends to anybody (tcp_states.h)
TRANSPORTS = {"tcp": (socket.IPPROTO_TCP, LISTEN), "udp": (socket.IPPROTO_UDP, UNCONNECTED)}
PATIENCE = 1.0    # seconds, for an answer that is there at once
ANY = b"\xff" * 8  # INET_DIAG_NOCOOKIE
EVERY = (1 << 32) - 1  # states


def nobody():
    """Be the kernel where it cannot be asked."""
    raise OSError("nobody to ask")


def bound_at(kernel, transport, family):
    """Return the addresses and ports at which programs wait. Raises OSError where the kernel does not tell.

    `kernel` is a socket of the network that was made to ask this.
    """
    protocol, state = TRANSPORTS[transport]
    told = ask(kernel, ALL, struct.pack("BBBBI", family, protocol, 0, 0, 1 << state) + bytes(48))
    size = 4 if family == socket.AF_INET else 16
    return {(socket.inet_ntop(family, answer[8:8 + size]), int.from_bytes(answer[4:6], "big")) for answer in told
            if answer[6:8] == b"\0\0"}


def unread(kernel, made):
    """Return the bytes that a socket of TCP holds unread; the end of the connection counts as one. Raises OSError."""
    ends = made.getsockname(), made.getpeername()
    ports = struct.pack("!HH", *(port for _, port, *_ in ends))
    addresses = b"".join(socket.inet_pton(made.family, address).ljust(16, b"\0") for address, *_ in ends)
    which = struct.pack("BBBBI", made.family, socket.IPPROTO_TCP, 0, 0, EVERY) + ports + addresses + bytes(4) + ANY
    [answer] = ask(kernel, 1, which)
    return struct.unpack_from("I", answer, 56)[0]


def ask(kernel, flags, request):
    """Return the answers to a request, each an inet_diag_msg (linux/inet_diag.h)."""
    kernel.settimeout(PATIENCE)
    kernel.sendall(struct.pack("IHHII", 16 + len(request), TELL, flags, 1, 0) + request)
    told = []
    while True:
        data = kernel.recv(1 << 16)
        while data:
            size, kind = struct.unpack_from("IH", data)
            if kind == ERROR:
                number = -struct.unpack_from("i", data, 16)[0]
                raise OSError(number, "the kernel does not tell of sockets")
            if kind == DONE:
                return told
            told.append(data[16:size])
            data = data[(size + 3) & ~3:]
        if flags == 1:
            return told
