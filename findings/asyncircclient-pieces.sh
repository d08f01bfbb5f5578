#!/usr/bin/env bash
# AsyncIRCClient 1.0.3: a line that comes in two pieces is a cut message and an unknown command; "!dice" is read as "d".
#
# It is an "Async (Twitch-) IRC client". TCP may hand over a line in any pieces, and IRC's lines end with CR LF (RFC
# 1459, 2.3). What was seen: what one read gives is split at CR LF, and the rest is not kept. Of "PRIVMSG #lab12 :hello"
# in two pieces on_message gets "hel", and of "lo" it is logged that such a command is unexpected. Of "!dice 6"
# bot_command is "d", and bot_command_params is None. What it sends itself ends with LF CR.
# Whoever writes a bot with it should keep what follows the last CR LF, and split message.parameters themselves.
# The kit's scripts read lines, however many pieces they come in; check.py cuts a line in two on purpose (lab12/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "AsyncIRCClient==1.0.3"
cat > "$room/seen.py" <<'PYTHON'
import sys

from loguru import logger

logger.remove()
from async_irc_client.async_irc_client import AsyncIRCClientProtocol, parse_message  # noqa: E402 (it logs)

FROM = b":ann!ann@example.com PRIVMSG #lab12 :"


class Transport:
    sent = b""

    def write(self, data):
        self.sent += data


def told(*pieces):
    """Return the text of each message of which the protocol tells, None for what is no message."""
    messages = []
    protocol = AsyncIRCClientProtocol(on_data_received=lambda line: messages.append(parse_message(line)))
    for piece in pieces:
        protocol.data_received(piece)
    return [message and message.parameters for message in messages]


whole, cut = told(FROM + b"hello\r\n"), told(FROM + b"hel", b"lo\r\n")
dice = parse_message((FROM + b"!dice 6").decode()).command
protocol, transport = AsyncIRCClientProtocol(), Transport()
protocol.connection_made(transport)
protocol.send_irc_data("NICK bot")
print("in one piece:", whole, "- in two:", cut)
print("!dice 6:", dice.bot_command, dice.bot_command_params)
print("it sends", transport.sent)
sys.exit((whole, cut, dice.bot_command, dice.bot_command_params, transport.sent) != (
    ["hello"], ["hel", None], "d", None, b"NICK bot\n\r"))
PYTHON
"$room/venv/bin/python" "$room/seen.py"
