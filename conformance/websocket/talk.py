"""Two clients of a chat: what one says both hear, and who has gone hears nothing.

Usage: talk.py URL
"""

import asyncio
import sys

import websockets

PATIENCE = 30


async def say(client, text):
    await client.send('{"action":"sendmessage","data":"%s"}' % text)


async def hears(client, text):
    heard = await asyncio.wait_for(client.recv(), PATIENCE)
    assert heard == text, heard


async def main(url):
    async with websockets.connect(url, open_timeout=PATIENCE) as ann:
        async with websockets.connect(url, open_timeout=PATIENCE) as ben:
            await say(ann, "hi")
            await asyncio.gather(hears(ann, "hi"), hears(ben, "hi"))
            await say(ben, "grüß dich")
            await asyncio.gather(hears(ann, "grüß dich"), hears(ben, "grüß dich"))
        await say(ann, "alone")
        await hears(ann, "alone")


asyncio.run(main(sys.argv[1]))
