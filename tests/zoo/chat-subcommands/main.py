"""Practical 4 - chat application.

    python main.py serve [--port P]
    python main.py join NAME [--host H] [--port P]
"""
import argparse

from pychat import config
from pychat.client import ChatClient
from pychat.server import ChatServer


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(dest="mode", required=True)

    p = sub.add_parser("serve", help="run the chat server")
    p.add_argument("-p", "--port", type=int, default=config.PORT)

    p = sub.add_parser("join", help="join a running chat")
    p.add_argument("name")
    p.add_argument("--host", default=config.HOST)
    p.add_argument("-p", "--port", type=int, default=config.PORT)

    args = parser.parse_args()
    if args.mode == "serve":
        ChatServer(args.port).run()
    else:
        ChatClient(args.name, args.host, args.port).run()


if __name__ == "__main__":
    main()
