"""Namespaces: what a private network asks of the kernel: a network namespace, its routes, its queue, its sockets.

For ordinary users it is inside a user namespace (namespaces(7), user_namespaces(7)).
"""
import array
import contextlib
import ctypes
import errno
import fcntl
import ipaddress
import os
import socket
import struct
from pathlib import Path

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x20000, 0x10000000, 0x40000000  # unshare(2)
SIOCSIFFLAGS, IFF_UP_RUNNING = 0x8914, 0x41           # netdevice(7)
RTM_NEWADDR, RTM_NEWROUTE = 20, 24                    # rtnetlink(7)
RTM_NEWQDISC, RTM_DELQDISC, ROOT = 36, 37, 0xFFFFFFFF  # rtnetlink(7), TC_H_ROOT in pkt_sched.h
REPLACE = 0x1 | 0x4 | 0x100 | 0x400                   # netlink(7): request, acknowledge, replace or create
KINDS = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}
SPENT = "this user may make no more namespaces (namespaces(7): user.max_user_namespaces, user.max_net_namespaces)"
ETH_P_ALL, TAP_BUFFER = 0x0003, 8 << 20               # packet(7); bytes that wait in a tap until they are read
SOL_PACKET, PACKET_IGNORE_OUTGOING = 263, 23          # linux/socket.h, linux/if_packet.h
NETLINK_SOCK_DIAG = 4                                 # netlink(7)
TO_ALL = "/all"                                       # behind an address that is a whole network's, for broadcasts
SIZE = 100_000                                        # bytes of a request: as many addresses as a hand-in has
libc = ctypes.CDLL(None, use_errno=True)


def hold(home, descriptor):
    """Be the process that holds a network, the last of those that it has made, until nobody asks any more.

    A request is b"new 10.0.0.7 10.0.0.255/all ...", with the addresses of another network; b"cut" or b"fix", or a kind
    of socket.
    """
    with socket.socket(fileno=descriptor) as control:
        try:
            for number, request in enumerate(iter(lambda: control.recv(SIZE), b"")):
                if number == 0:  # who asks is told of a refusal only once the request has been read (unix(7))
                    own_user(home)
                kind, *words = request.split()
                if kind == b"new":
                    make_network(word.decode() for word in words)
                    control.send(b"ready")
                elif kind in (b"cut", b"fix"):
                    control.send(cut_loopback(kind == b"cut"))
                else:
                    hand_over(control, kind)
        except OSError as error:
            why = SPENT if error.errno == errno.ENOSPC else f"{error.strerror} (network namespace)"
            control.send(why.encode())


def make_network(addresses):
    """Move this process to a network of its own, a loopback with these addresses; it leaves the one that it was in."""
    own_namespace(CLONE_NEWNET)
    addresses = list(addresses)
    own = [f"{address}/32" for address in addresses if not address.endswith(TO_ALL)]
    for address in ["127.0.0.0/8", "127.0.0.1/32", *own]:
        quick_route(ipaddress.ip_network(address), address_of_its_own=not address.startswith("127."))
    for group in "224.0.0.0/4", "255.255.255.255/32":
        route_group(ipaddress.ip_network(group))
    for address in [address.removesuffix(TO_ALL) for address in addresses if address.endswith(TO_ALL)]:
        route_group(ipaddress.ip_network(address), to_all=True)
    Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").write_text("0")


def hand_over(control, kind):
    """Send a new socket of this kind, and then that it is open here no more; why not, if this kernel has none.

    A connection ends with the last copy of its socket (close(2)): who closes it would see nothing happen yet.
    """
    try:
        made = OTHERS[kind]() if kind in OTHERS else socket.socket(type=KINDS[kind.decode()])
    except OSError as error:
        control.send(str(error).encode())
        return
    with made:
        socket.send_fds(control, [b"s"], [made.fileno()])
    control.send(b"closed")


def cut_loopback(off):
    """Have the loopback drop every packet, by a queue in which there is no room (tc-pfifo(8)), or no more.

    Return what is to be answered. Where nobody has set a queue, the loopback has none.
    """
    try:
        queue = attribute(1, b"pfifo\0") + attribute(2, struct.pack("I", 0)) if off else b""  # TCA_KIND, TCA_OPTIONS
        netlink(RTM_NEWQDISC if off else RTM_DELQDISC, struct.pack("BxxxiIII", 0, 1, 0, ROOT, 0) + queue)
        return b"ok"
    except OSError as error:
        return f"this kernel cannot drop packets: {error.strerror}".encode()


def tap():
    """Return a socket that is given a copy of every packet, from its IP header on (packet(7))."""
    made = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
    with contextlib.suppress(OSError):  # older than Linux 4.20
        made.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)  # packet(7): each comes twice on a loopback
    try:
        made.setsockopt(socket.SOL_SOCKET, 33, TAP_BUFFER)  # SO_RCVBUFFORCE (socket(7)), where this user may
    except OSError:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, TAP_BUFFER)
    return made


def ask():
    """Return a socket that tells which sockets there are (sock_diag(7)); one that does not, where the kernel cannot."""
    try:
        return socket.socket(socket.AF_NETLINK, socket.SOCK_DGRAM, NETLINK_SOCK_DIAG)
    except OSError:
        return socket.socket(type=socket.SOCK_DGRAM)


OTHERS = {b"tap": tap, b"ask": ask}


def own_namespaces(kind, home=None):
    """Move this process to a namespace of its own of a kind; an ordinary user's is in a user namespace, or `home`'s."""
    own_user(home)
    own_namespace(kind)


def own_user(home=None):
    """Move this process to the user namespace of the process `home`; without one, if it is an ordinary user's, to a new
    one.
    """
    user, group = os.geteuid(), os.getegid()
    if home:
        with open(f"/proc/{home}/ns/user") as space:
            system(libc.setns, space.fileno(), CLONE_NEWUSER)
    if home or user == 0:
        return
    system(libc.unshare, CLONE_NEWUSER)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def own_namespace(kind):
    """Move this process to another namespace of a kind; the loopback of a network is up then."""
    system(libc.unshare, kind)
    if kind == CLONE_NEWNET:
        with socket.socket(type=socket.SOCK_DGRAM) as any_socket:
            fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", IFF_UP_RUNNING))


def quick_route(network, address_of_its_own):
    """Route `network` to the loopback, and have TCP acknowledge at once there.

    Without this a script that sends a message in two pieces stands still for 40 ms between them. The sender waits for
    the acknowledgement (RFC 896), which the receiver delays (RFC 1122, 4.2.3.2). Then nothing would tell a pause from
    the end.
    """
    loopback, host_scope, local_table, local_route, kernel_protocol = 1, 254, 255, 2, 2
    bits, packed = network.prefixlen, network.network_address.packed
    if address_of_its_own:
        netlink(RTM_NEWADDR, struct.pack("BBBBI", socket.AF_INET, bits, 0, host_scope, loopback)
                + attribute(1, packed) + attribute(2, packed))  # IFA_ADDRESS, IFA_LOCAL
    source = packed if bits == 32 else ipaddress.ip_address("127.0.0.1").packed
    netlink(RTM_NEWROUTE, struct.pack("BBBBBBBBI", socket.AF_INET, bits, 0, 0, local_table, kernel_protocol,
                                      host_scope, local_route, 0)
            + attribute(1, packed) + attribute(7, source)                             # RTA_DST, RTA_PREFSRC
            + attribute(4, struct.pack("I", loopback))                                # RTA_OIF
            + attribute(8, attribute(15, struct.pack("I", 1))))                       # RTA_METRICS: RTAX_QUICKACK


def route_group(network, to_all=False):
    """Route multicast groups (RFC 5771), or what is meant for everybody (RFC 919), to the loopback, as if to a LAN.

    `to_all` says that only the route can tell that it is for everybody: the address is that of a certain network.
    """
    loopback, link_scope, boot_protocol = 1, 253, 3
    table, kind = (255, 3) if to_all else (254, 1)  # the local one, RTN_BROADCAST; the main one, RTN_UNICAST
    netlink(RTM_NEWROUTE, struct.pack("BBBBBBBBI", socket.AF_INET, network.prefixlen, 0, 0, table, boot_protocol,
                                      link_scope, kind, 0)
            + attribute(1, network.network_address.packed)                            # RTA_DST
            + attribute(4, struct.pack("I", loopback)))                               # RTA_OIF


def attribute(kind, value):
    """Return one netlink attribute, padded to four bytes (netlink(7))."""
    return struct.pack("HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)


def netlink(kind, body):
    """Ask the kernel to change its routes or addresses; OSError if it refuses."""
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as kernel:
        kernel.sendall(struct.pack("IHHII", 16 + len(body), kind, REPLACE, 1, 0) + body)
        error = array.array("i", kernel.recv(4096)[16:20])[0]
        if error:
            raise OSError(-error, os.strerror(-error))


def system(call, *arguments):
    """Call a C function that Python does not have; OSError if it fails."""
    if call(*arguments) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
