"""A private network: windows that run in it reach each other and nothing else, on ports that nobody has taken.

On Linux it is a network namespace, for ordinary users inside a user namespace (namespaces(7), user_namespaces(7)).
A small process holds it open, and makes the sockets with which a check joins in. Elsewhere, and where the kernel
forbids namespaces, `PublicNetwork` stands in: the computer's own loopback.
"""
import array
import ctypes
import errno
import fcntl
import functools
import ipaddress
import os
import shutil
import socket
import struct
import subprocess
import time
from pathlib import Path

from lab12.stage import forking

CLONE_NEWNS, CLONE_NEWUSER, CLONE_NEWNET = 0x20000, 0x10000000, 0x40000000  # unshare(2)
SIOCSIFFLAGS, IFF_UP_RUNNING = 0x8914, 0x41           # netdevice(7)
RTM_NEWADDR, RTM_NEWROUTE = 20, 24                    # rtnetlink(7)
RTM_NEWQDISC, RTM_DELQDISC, ROOT = 36, 37, 0xFFFFFFFF  # rtnetlink(7), TC_H_ROOT in pkt_sched.h
REPLACE = 0x1 | 0x4 | 0x100 | 0x400                   # netlink(7): request, acknowledge, replace or create
KINDS = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}
SPENT = "this user may make no more namespaces (namespaces(7): user.max_user_namespaces, user.max_net_namespaces)"
LINGERS = 65  # seconds: Linux keeps the port of a connection that it has closed for 60, others for less
NSENTER = shutil.which("nsenter") or shutil.which("nsenter", path=os.defpath)  # of util-linux, which Linux comes with
ENTERED, REFUSED = [], []                             # whether a program has joined a network; why it may not
ETH_P_ALL, TAP_BUFFER = 0x0003, 8 << 20               # packet(7); bytes that wait in a tap until they are read


class Unavailable(Exception):
    """This computer cannot make a private network; the text says why."""


class PublicNetwork:
    """The computer's own loopback, shared with whatever else runs on it."""

    private, home = False, None

    def inside(self, command, user=None, home=None):
        """Return a command that runs this one in the network: itself."""
        return command

    def socket(self, transport):
        """Return a new socket; `transport` is "tcp" or "udp"."""
        return socket.socket(type=KINDS[transport])

    def becomes_free(self, transport, port):
        """Wait until a port can be served at, for as long as a system may keep it (RFC 9293, 3.4.2); say if it can."""
        end = time.monotonic() + LINGERS
        while port and time.monotonic() < end:
            with socket.socket(type=KINDS[transport]) as probe:
                try:
                    probe.bind(("", port))
                    return True
                except OSError:
                    time.sleep(0.2)
        return False

    def busy(self):
        """Return whether packets are still on their way; None if nobody can tell."""

    def give_up(self):
        """Wait no more for the packets that are on their way: they are lost."""

    def cut(self, off=True):
        raise Unavailable("there is no private network")

    def traffic(self):
        """Return a number that changes with each packet; None if nobody can tell."""

    def close(self):
        pass


class PrivateNetwork:
    """A loopback of its own for one stage.

    `addresses` are given to it besides 127.0.0.0/8, so that a script that names one runs as it is. `home` is a process
    in whose user namespace it is to be, since its files are seen there (see `inside`). Raises
    `Unavailable` where the kernel does not allow it, or nsenter(1) is not there.
    """

    private = True

    def __init__(self, addresses=(), home=None):
        if not NSENTER:
            raise Unavailable("there is no nsenter(1), of util-linux")
        if not os.path.exists("/proc/self/ns/net"):
            raise Unavailable("there is no /proc, in which networks are named")
        if REFUSED:
            raise Unavailable(REFUSED[0])
        self.counters, self.lost, self.home, self.is_cut = None, 0, home, False
        self.control, theirs = socket.socketpair()
        with theirs:
            work = functools.partial(hold, addresses, home)
            self.process = forking.start(work, theirs.fileno(), ours=[self.control.fileno()])
        self.holder = self.process.pid
        trouble = self.control.recv(1000)
        if trouble != b"ready":
            self.close()
            raise Unavailable(trouble.decode() or "the process that holds the network died")
        try:
            self.counters = os.open(f"/proc/{self.holder}/net/snmp", os.O_RDONLY | os.O_CLOEXEC)
            self.columns = [self.snmp()[0].split().index(name) for name in (b"OutRequests", b"InReceives")]
            try_to_enter(self.inside(["/bin/true"]))
        except (OSError, Unavailable) as error:
            self.close()
            raise Unavailable(str(error)) from None

    def inside(self, command, user=None, home=None):
        """Return a command that joins the network, and the files of `home`, and becomes this one (nsenter(1)).

        Root may have another `user` do so. Another home than that of the network is in the same user namespace.
        """
        spaces = f"/proc/{self.holder}/ns"
        user = [f"--setuid={user}", f"--setgid={user}"] if user else []
        user = user if os.geteuid() == 0 else [f"--user={spaces}/user", "--preserve-credentials"]
        return [NSENTER, *user, f"--net={spaces}/net", *([f"--mount=/proc/{home}/ns/mnt"] if home else []), *command]

    def socket(self, transport):
        """Return a new socket in this network; `transport` is "tcp", "udp", or "tap" for one that sees every packet."""
        self.control.send(transport.encode())
        _, [descriptor], _, _ = socket.recv_fds(self.control, 1, 1)
        os.set_inheritable(descriptor, False)
        return socket.socket(fileno=descriptor)

    def busy(self):
        """Return whether packets are still on their way: sent, and not yet received (RFC 4293, ipIfStatsTable)."""
        sent, received = self.packets()
        return not self.is_cut and sent != received + self.lost

    def give_up(self):
        """Wait no more for the packets that are on their way: they were dropped, as those to a full backlog are."""
        sent, received = self.packets()
        self.lost = sent - received

    def cut(self, off=True):
        """Have every packet dropped from now on, as if the cable were out; or no more. Raises Unavailable.

        The sender is told of success all the same, and what TCP has sent is delivered later.
        """
        self.control.send(b"cut" if off else b"fix")
        if (answer := self.control.recv(1000)) != b"ok":
            raise Unavailable(answer.decode() or "the process that holds the network died")
        self.is_cut = off
        self.give_up()

    def named_sockets(self):
        """Return the names of the sockets here that are none of the internet, nor files (unix(7), abstract)."""
        rows = [row.split() for row in Path(f"/proc/{self.holder}/net/unix").read_text(errors="replace").splitlines()]
        return [row[7] for row in rows[1:] if len(row) > 7 and row[7].startswith("@")]

    def traffic(self):
        """Return the number of packets sent so far."""
        return self.packets()[0]

    def packets(self):
        values = self.snmp()[1].split()
        return int(values[self.columns[0]]), int(values[self.columns[1]])

    def snmp(self):
        """Return the first two lines of the counters, of IP: their names and their values (proc(5))."""
        return os.pread(self.counters, 4096, 0).split(b"\n", 2)[:2]

    def close(self):
        """End the network; what still runs in it keeps it alive until it ends too."""
        self.control.close()
        self.process.wait()
        if self.counters is not None:
            os.close(self.counters)
            self.counters = None


def try_to_enter(command):
    """Have a program join a network, once for all networks; raises Unavailable if it may not."""
    if not ENTERED:
        tried = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if tried.returncode:
            REFUSED.append(tried.stderr.strip())
            raise Unavailable(REFUSED[0])
        ENTERED.append(True)


def open_network(addresses=(), home=None):
    """Return (network, reason): a private network, or the public one and why there is no private one."""
    if not hasattr(libc, "unshare"):
        return PublicNetwork(), "this system has no network namespaces"
    try:
        return PrivateNetwork(addresses, *[home] if home else []), None
    except Unavailable as error:
        return PublicNetwork(), str(error)


def hold(addresses, home, descriptor):
    """Be the process that holds the network: make it, then a socket for each request, until nobody asks any more."""
    with socket.socket(fileno=descriptor) as control:
        try:
            own_namespaces(CLONE_NEWNET, home)
            for address in ["127.0.0.0/8", "127.0.0.1/32", *(f"{address}/32" for address in addresses)]:
                quick_route(ipaddress.ip_network(address), address_of_its_own=not address.startswith("127."))
            for group in "224.0.0.0/4", "255.255.255.255/32":
                route_group(ipaddress.ip_network(group))
            Path("/proc/sys/net/ipv4/ip_unprivileged_port_start").write_text("0")
            control.send(b"ready")
            while kind := control.recv(3):
                if kind in (b"cut", b"fix"):
                    control.send(cut_loopback(kind == b"cut"))
                    continue
                with tap() if kind == b"tap" else socket.socket(type=KINDS[kind.decode()]) as made:
                    socket.send_fds(control, [b"s"], [made.fileno()])
        except OSError as error:
            why = SPENT if error.errno == errno.ENOSPC else f"{error.strerror} (network namespace)"
            control.send(why.encode())


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
    try:
        made.setsockopt(socket.SOL_SOCKET, 33, TAP_BUFFER)  # SO_RCVBUFFORCE (socket(7)), where this user may
    except OSError:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, TAP_BUFFER)
    return made


def own_namespaces(kind, home=None):
    """Move this process to a namespace of its own of a kind; an ordinary user's is in a user namespace, or `home`'s.

    The loopback of a network is up then.
    """
    user, group = os.geteuid(), os.getegid()
    if user == 0:
        system(libc.unshare, kind)
    elif home:
        with open(f"/proc/{home}/ns/user") as space:
            system(libc.setns, space.fileno(), CLONE_NEWUSER)
        system(libc.unshare, kind)
    else:
        system(libc.unshare, CLONE_NEWUSER | kind)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
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


def route_group(network):
    """Route multicast groups (RFC 5771), or what is meant for everybody (RFC 919), to the loopback, as if to a LAN."""
    loopback, link_scope, main_table, unicast_route, boot_protocol = 1, 253, 254, 1, 3
    netlink(RTM_NEWROUTE, struct.pack("BBBBBBBBI", socket.AF_INET, network.prefixlen, 0, 0, main_table, boot_protocol,
                                      link_scope, unicast_route, 0)
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


libc = ctypes.CDLL(None, use_errno=True)
