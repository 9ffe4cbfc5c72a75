"""Debian's python3-websockets. Arguments: follow or publish, host:port, room.

Prints the body of each message seen or acknowledged; comes back with the last position, or with
what was not acknowledged.
"""

import asyncio
import json
import sys

import websockets

ROLE, AUTHORITY, ROOM = sys.argv[1:]
COUNT = 30
URL = f"ws://{AUTHORITY}/ws?guest=the-guest-key-of-python"


async def follow(socket, since):
    await socket.send(json.dumps({"type": "join", "room": ROOM, "since": since[0]}))
    async for text in socket:
        frame = json.loads(text)
        if frame["type"] == "message":
            since[0] = frame["position"]
            print(frame["body"], flush=True)
        elif frame["type"] == "gap" or frame.get("recovered") is False:
            print("gap", flush=True)
        elif frame["type"] == "error":
            print(text, flush=True)


async def publish(socket, following):
    while following[0] < COUNT:
        n = following[0]
        command = {"type": "publish", "ref": str(n), "room": ROOM, "key": f"key-{n}", "body": f"m{n}"}
        await socket.send(json.dumps(command))
        frame = json.loads(await socket.recv())
        while frame.get("ref") != str(n):
            frame = json.loads(await socket.recv())
        print(f"m{n}" if frame["type"] == "ack" else frame, flush=True)
        following[0] += 1


async def main():
    place = ["start"] if ROLE == "follow" else [0]
    while place[0] != COUNT:
        try:
            async with websockets.connect(URL, subprotocols=["fanfare.v1.json"]) as socket:
                await (follow if ROLE == "follow" else publish)(socket, place)
        except (OSError, EOFError, websockets.WebSocketException) as cut:
            print(repr(cut), file=sys.stderr)
            await asyncio.sleep(0.02)


asyncio.run(main())
