"""Entry point:  python -m tcpchat server|client [options]"""
import argparse

from . import __version__
from .client import ChatClient
from .server import ChatServer
from .common import DEFAULT_HOST, DEFAULT_PORT


def build_parser():
    parser = argparse.ArgumentParser(prog="tcpchat", description="TCP chat program")
    parser.add_argument("--version", action="version", version=__version__)
    sub = parser.add_subparsers(dest="mode", required=True)
    for mode in ("server", "client"):
        p = sub.add_parser(mode, help=f"run the {mode}")
        p.add_argument("-H", "--host", default=DEFAULT_HOST)
        p.add_argument("-p", "--port", type=int, default=DEFAULT_PORT)
        p.add_argument("-n", "--name", default=mode.capitalize())
    return parser


def main():
    args = build_parser().parse_args()
    cls = ChatServer if args.mode == "server" else ChatClient
    raise SystemExit(cls(args.host, args.port, args.name).start())


if __name__ == "__main__":
    main()
