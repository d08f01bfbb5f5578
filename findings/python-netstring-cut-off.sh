#!/usr/bin/env bash
# python-netstring 0.6.0: when the other side leaves, what has come and was not asked for yet is thrown away.
#
# Its documentation says of trailing_data "Data that has been received, but not yet processed", and whether the
# connection was closed; CONNECTION_CLOSED comes if "no event is available on the buffer". What was seen: two messages
# have come, one of them is taken, and then receive_data(b"") tells that the other side has left. The second message is
# gone. Of a message that was cut off in its middle trailing_data is (b"", True), as after a whole one. There is no
# error from stream_payload either. So a client that was killed cannot be told from one that said all it had to say.
# Whoever reads messages with it should take all events, and look at trailing_data, before receive_data(b"").
# The kit's scripts end a message with a newline, and show what came without one (tcp/).
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "python-netstring==0.6.0"
cat > "$room/seen.py" <<'PYTHON'
import sys

import netstring


def left(data, take):
    """Return the messages that are given before and after the other side has left, and what is told of the rest."""
    connection = netstring.Connection()
    connection.receive_data(data)
    before = [connection.next_event() for _ in range(take)]
    connection.receive_data(b"")
    return before, list(connection), connection.trailing_data


two, whole, cut = left(b"5:hello,5:again,", 1), left(b"5:hello,", 1), left(b"5:hello,5:aga", 1)
streamed = [list(netstring.stream_payload([data])) for data in (b"5:hello,", b"5:hello,5:aga")]
for name, (before, after, rest) in {"two messages": two, "one": whole, "one and a half": cut}.items():
    print(f"{name}: {before}, then left, {after}, trailing_data {rest}")
print("stream_payload of one, and of one and a half:", *streamed)
gone = [b"hello"], [], (b"", True)
sys.exit([two, whole, cut] != [gone] * 3 or streamed != [[b"hello"]] * 2)
PYTHON
"$room/venv/bin/python" "$room/seen.py"
