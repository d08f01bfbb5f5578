import asyncio
import hashlib
import json
import pathlib

USERS = pathlib.Path(__file__).with_name("users.json")
online = {}


def load():
    return json.loads(USERS.read_text()) if USERS.exists() else {}


def digest(pw):
    return hashlib.sha256(pw.encode()).hexdigest()


async def say(writer, text):
    writer.write((text + "\n").encode())
    await writer.drain()


async def all_but(me, text):
    print(text)
    for name, w in list(online.items()):
        if name != me:
            try:
                await say(w, text)
            except ConnectionError:
                pass


async def authenticate(reader, writer):
    """client sends: REG|user|password  or  LOG|user|password"""
    while True:
        line = (await reader.readline()).decode().strip()
        if not line:
            return None
        kind, user, pw = (line.split("|") + ["", ""])[:3]
        users = load()
        if kind == "REG":
            if user in users:
                await say(writer, "NO this username already exists")
            elif len(user) < 4 or not user.isalnum():
                await say(writer, "NO username needs at least 4 letters/digits")
            elif len(pw) < 6:
                await say(writer, "NO password needs at least 6 characters")
            else:
                users[user] = digest(pw)
                USERS.write_text(json.dumps(users, indent=1))
                await say(writer, "OK")
                return user
        else:
            if users.get(user) != digest(pw):
                await say(writer, "NO wrong username or password")
            elif user in online:
                await say(writer, "NO already logged in")
            else:
                await say(writer, "OK")
                return user


async def client_connected(reader, writer):
    user = await authenticate(reader, writer)
    if user is None:
        writer.close()
        return
    online[user] = writer
    await all_but(user, f"# {user} logged in")
    try:
        while line := await reader.readline():
            text = line.decode().rstrip()
            if text == "/online":
                await say(writer, "# online: " + " ".join(online))
            elif text:
                await all_but(user, f"@{user} {text}")
    except ConnectionError:
        pass
    finally:
        del online[user]
        writer.close()
        await all_but(user, f"# {user} logged out")


async def main():
    server = await asyncio.start_server(client_connected, "127.0.0.1", 6565)
    print("chat server on 6565,", len(load()), "registered users")
    async with server:
        await server.serve_forever()

try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("shutdown")
