#!/usr/bin/env bash
# justssdp 0.2.0: a search whose headers have no blank after the colon is not answered, nor is one by unicast.
#
# It is for "UPnP host discovery", to be found by "normal UPnP/SSDP search". An SSDP search has the headers of HTTP,
# where blanks after the colon are optional (RFC 9112, 5). One that is sent by unicast has no MX (UPnP Device
# Architecture 2.0, 1.3.2). What was seen: with "ST: urn:..." and "MX: 1" it answers. With "ST:urn:..." and "MX:1"
# nothing comes, and no error. So ssdpy 0.4.1 never finds it, for that writes its searches so. A search without MX has
# no answer either. Each line is cut at ": ", and what is raised then is passed over. What it sends itself has no empty
# line at its end, which ends the headers in HTTP.
# Whoever looks for it should write a blank behind each colon, and give MX always.
# The kit finds no hosts: addresses are given (udp/). It needs Python 3.11 or later.
# Exit status: 0 as described, 1 if that has changed.
set -eu
room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
python3 -m venv "$room/venv"
"$room/venv/bin/pip" install -q --disable-pip-version-check "justssdp==0.2.0" "ssdpy==0.4.1"
cat > "$room/seen.py" <<'PYTHON'
import asyncio
import socket
import sys
import uuid

from justssdp.server import SSDPServer
from ssdpy.protocol import create_msearch_payload

DEVICE, GROUP = "urn:example-com:device:Lab:1", "239.255.255.250:1900"


def search(*headers):
    return "\r\n".join(["M-SEARCH * HTTP/1.1", *headers, "", ""]).encode()


SEARCHES = {
    "a blank after the colon": search(f"HOST: {GROUP}", 'MAN: "ssdp:discover"', "MX: 1", f"ST: {DEVICE}"),
    "none": search(f"HOST:{GROUP}", 'MAN:"ssdp:discover"', "MX:1", f"ST:{DEVICE}"),
    "as ssdpy writes it": create_msearch_payload(GROUP, DEVICE, 1),
    "by unicast": search("HOST: 127.0.0.1:1900", 'MAN: "ssdp:discover"', f"ST: {DEVICE}"),
}


async def answer(port, question):
    """Return what is answered within three seconds; MX: 1 allows for one."""
    loop = asyncio.get_running_loop()
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.setblocking(False)
        asking.connect(("127.0.0.1", port))
        await loop.sock_sendall(asking, question)
        try:
            return await asyncio.wait_for(loop.sock_recv(asking, 4096), 3)
        except TimeoutError:
            return b""


async def told():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    async with SSDPServer(str(uuid.UUID(int=12)), DEVICE, upnp_mcast_port=port).run() as ready:
        await ready.wait()
        return {name: await answer(port, question) for name, question in SEARCHES.items()}


answers = asyncio.run(told())
for name, text in answers.items():
    print(f"{name}: {text.splitlines()[0].decode() if text else 'no answer'}")
text = answers["a blank after the colon"]
sys.exit([bool(one) for one in answers.values()] != [True, False, False, False] or text.endswith(b"\r\n\r\n"))
PYTHON
timeout 60 "$room/venv/bin/python" "$room/seen.py"
