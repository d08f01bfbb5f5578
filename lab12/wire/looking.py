"""Looking: what a tap is given a copy of, told to the kernel as a filter (packet(7); bpf_common.h)."""
import ctypes
import socket
import struct

ICMP, TCP, UDP = 1, 6, 17
CALL, REFUSAL, ENDS = 0x02, 0x14, 0x07  # the flags SYN; RST with ACK; any of FIN, SYN and RST (RFC 9293, 3.1)
SAMPLE = 0x3E               # bits of a caller's port that are 0 in one of 32; the last one is seldom set (ip(7))
PROTOCOL, FLAGS, SEQUENCE = 9, 13, 4  # where they stand in the header of IP, and in that of TCP
SO_ATTACH_FILTER = 26       # socket(7), asm-generic/socket.h
BYTE, FIXED, HEADER, AND, EQUAL, RETURN = 0x30, 0x28, 0xB1, 0x54, 0x15, 0x06
BYTE_BEHIND, HALF_BEHIND, WORD_BEHIND = 0x50, 0x48, 0x40  # behind the header of IP, whose length HEADER finds out
LOOK_PAST = RETURN, 0, 0, 0


def attach(tap, floods, in_vain, largest):
    """Have a tap get no copy of these floods, (transport, source, target) each, and few of calls to ports in vain.

    Those are the calls from one port of 32, with their refusals: that there are any is all that is to be seen. Nothing
    else is left out, such as what follows on a call that is taken at last. Other packets come with `largest` bytes at
    most.
    """
    steps = [step for transport, source, target in floods for step in (
        past_stream if transport == "tcp" else past_flood)(source, target)]
    steps += [step for port in in_vain for step in past_calls(port)]
    steps = b"".join(struct.pack("HBBI", *step) for step in [*steps, (RETURN, 0, 0, largest)])
    steps = ctypes.create_string_buffer(steps)
    tap.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, struct.pack("HP", len(steps) // 8, ctypes.addressof(steps)))


def is_past(packet, in_vain):
    """Return whether a packet is one of the calls to these ports, or of their refusals, that are looked past."""
    return bool(packet.calls and packet.target in in_vain and packet.source & SAMPLE
                or packet.refuses and packet.source in in_vain and packet.target & SAMPLE)


def past_flood(source, target):
    """Return the steps that look past datagrams from a port to another one.

    Where nobody waits for a datagram it is sent back in part: its ports are 48 bytes behind the beginning then (RFC
    792).
    """
    return [(BYTE, 0, 0, PROTOCOL), (EQUAL, 0, 6, UDP), (HEADER, 0, 0, 0), (HALF_BEHIND, 0, 0, 0),
            (EQUAL, 0, 3, source), (HALF_BEHIND, 0, 0, 2), (EQUAL, 0, 1, target), LOOK_PAST,
            (BYTE, 0, 0, PROTOCOL), (EQUAL, 0, 5, ICMP), (FIXED, 0, 0, 48), (EQUAL, 0, 3, source),
            (FIXED, 0, 0, 50), (EQUAL, 0, 1, target), LOOK_PAST]


def past_stream(source, target):
    """Return the steps that look past what is sent over TCP from a port to another one, but for its beginning and end.
    """
    return [(BYTE, 0, 0, PROTOCOL), (EQUAL, 0, 9, TCP), (HEADER, 0, 0, 0), (HALF_BEHIND, 0, 0, 0),
            (EQUAL, 0, 6, source), (HALF_BEHIND, 0, 0, 2), (EQUAL, 0, 4, target), (BYTE_BEHIND, 0, 0, FLAGS),
            (AND, 0, 0, ENDS), (EQUAL, 0, 1, 0), LOOK_PAST]


def past_calls(port):
    """Return the steps that look past most of the calls to a port over TCP, and of its refusals."""
    calls = [(HALF_BEHIND, 0, 0, 2), (EQUAL, 0, 6, port), (BYTE_BEHIND, 0, 0, FLAGS), (EQUAL, 0, 4, CALL),
             (HALF_BEHIND, 0, 0, 0), (AND, 0, 0, SAMPLE), (EQUAL, 1, 0, 0), LOOK_PAST]
    refusals = [(HALF_BEHIND, 0, 0, 0), (EQUAL, 0, 8, port), (BYTE_BEHIND, 0, 0, FLAGS), (EQUAL, 0, 6, REFUSAL),
                (WORD_BEHIND, 0, 0, SEQUENCE), (EQUAL, 0, 4, 0), (HALF_BEHIND, 0, 0, 2), (AND, 0, 0, SAMPLE),
                (EQUAL, 1, 0, 0), LOOK_PAST]
    both = [*calls, *refusals]
    return [(BYTE, 0, 0, PROTOCOL), (EQUAL, 0, len(both) + 1, TCP), (HEADER, 0, 0, 0), *both]
