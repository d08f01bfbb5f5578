"""Asyncio JSON-lines chat server with private messages and ping timeout."""
from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Dict


@dataclass
class Client:
    name: str
    writer: asyncio.StreamWriter
    joined: datetime = field(default_factory=datetime.now)

    async def send(self, **packet) -> None:
        self.writer.write(json.dumps(packet).encode() + b"\n")
        await self.writer.drain()


class ChatServer:
    IDLE_TIMEOUT = 30          # client pings every 10 s

    def __init__(self) -> None:
        self.clients: Dict[str, Client] = {}

    async def broadcast(self, exclude: str | None = None, **packet) -> None:
        await asyncio.gather(
            *(c.send(**packet) for n, c in self.clients.items() if n != exclude),
            return_exceptions=True,
        )

    async def on_connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = None
        try:
            first = json.loads(await reader.readline())
            name = first["name"]
            if first.get("op") != "login" or name in self.clients:
                writer.write(json.dumps({"op": "error", "text": f"name {name!r} not available"}).encode() + b"\n")
                await writer.drain()
                return
            client = self.clients[name] = Client(name, writer)
            print(f"[{datetime.now():%X}] + {name} ({len(self.clients)} online)")
            await client.send(op="info", text=f"logged in as {name}; @user text = private, !who = list")
            await self.broadcast(exclude=name, op="info", text=f"{name} joined")
            while True:
                line = await asyncio.wait_for(reader.readline(), self.IDLE_TIMEOUT)
                if not line:
                    break
                await self.dispatch(client, json.loads(line))
        except (asyncio.TimeoutError, ValueError, KeyError, ConnectionError) as exc:
            print(f"dropping client: {exc!r}")
        finally:
            if client:
                del self.clients[client.name]
                await self.broadcast(op="info", text=f"{client.name} left")
                print(f"[{datetime.now():%X}] - {client.name}")
            writer.close()

    async def dispatch(self, client: Client, packet: dict) -> None:
        op = packet.get("op")
        if op == "ping":
            await client.send(op="pong")
        elif op == "who":
            await client.send(op="info", text="online: " + ", ".join(self.clients))
        elif op == "say":
            print(f"[{datetime.now():%X}] {client.name}: {packet['text']}")
            await self.broadcast(exclude=client.name, op="say", frm=client.name, text=packet["text"])
        elif op == "dm":
            target = self.clients.get(packet["to"])
            if target:
                await target.send(op="dm", frm=client.name, text=packet["text"])
            else:
                await client.send(op="error", text=f"no such user {packet['to']}")


async def main() -> None:
    ap = argparse.ArgumentParser()
    ap.add_argument("--host", default="127.0.0.1")
    ap.add_argument("--port", type=int, default=8888)
    args = ap.parse_args()
    srv = await asyncio.start_server(ChatServer().on_connect, args.host, args.port)
    print(f"Async chat server on {args.host}:{args.port}")
    async with srv:
        await srv.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        print("stopped")
