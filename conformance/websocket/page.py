"""Opens the page of examples/chat in two tabs of a headless Chromium, signs in, and has one say what the other then shows.

Usage: page.py URL. Drives Chromium by its DevTools protocol; needs chromium, and python3 with websockets.
"""

import asyncio
import json
import subprocess
import sys
import tempfile
import urllib.request

import websockets

PATIENCE = 40


class Tab:
    """A page in the browser."""

    @staticmethod
    async def open(browser, url):
        request = urllib.request.Request(f"{browser}/json/new?{url}", method="PUT")
        tab = Tab()
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            target = json.load(response)
        tab.devtools = await websockets.connect(target["webSocketDebuggerUrl"], max_size=None)
        tab.calls = 0
        return tab

    async def evaluate(self, expression):
        self.calls += 1
        call = {"id": self.calls, "method": "Runtime.evaluate", "params": {"expression": expression}}
        await self.devtools.send(json.dumps(call))
        while True:
            said = json.loads(await self.devtools.recv())
            if said.get("id") == self.calls:
                return said["result"]["result"].get("value")

    async def enters(self, name, password):
        await self.evaluate(
            f"document.getElementById('name').value = {json.dumps(name)};"
            f"document.getElementById('password').value = {json.dumps(password)};"
            "document.getElementById('enter').requestSubmit()"
        )

    async def shows(self, text):
        async with asyncio.timeout(PATIENCE):
            while text not in (log := str(await self.evaluate("document.body.innerText"))):
                await asyncio.sleep(0.1)
        return log


def start(profile):
    """A browser, and where its DevTools are."""
    browser = subprocess.Popen(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0",
         "--host-resolver-rules=MAP *.localhost 127.0.0.1", f"--user-data-dir={profile}", "about:blank"],
        stderr=subprocess.PIPE,
        text=True,
    )
    for line in browser.stderr:
        if line.startswith("DevTools listening on ws://"):
            return browser, "http://" + line.split("//")[1].split("/")[0]
    raise SystemExit("chromium did not start")


async def main(url):
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser, devtools = start(profile)
        try:
            ann = await Tab.open(devtools, url)
            await ann.shows("Chat")
            await ann.enters("Ann", "guess")
            await ann.shows("Wrong password")
            await ann.enters("Ann", "sesame")
            await ann.shows("you are in")
            # What the JWT authorizer lets pass.
            await ann.shows("Ann with 1 in the room: Ann")
            ben = await Tab.open(devtools, url)
            await ben.shows("Chat")
            await ben.enters("Ben", "sesame")
            await ben.shows("Ben with 2 in the room: Ann, Ben")
            await ann.shows("Ben came in")
            await ben.evaluate(
                "document.getElementById('text').value = 'grüß dich';"
                "document.getElementById('talk').requestSubmit()"
            )
            print(await ann.shows("grüß dich"))
            print(await ben.shows("grüß dich"))
        finally:
            browser.terminate()
            browser.wait()


asyncio.run(main(sys.argv[1]))
