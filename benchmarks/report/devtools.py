"""Chromium driven over its own pipe, with real keys and a real mouse, on pages that a program of this machine serves.

    with Tab(width=1280) as tab:
        tab.open("http://127.0.0.1:8000/")
        tab.click("#save")
        tab.until("document.getElementById('state').textContent.includes('saved')")

Nothing but 127.0.0.1 is reached. Scripts are run as those of a debugger, so the policy of the page stays as it is.
"""

import base64
import fcntl
import itertools
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self

from benchmarks.report.browser import FLAGS, find_browser

_RESOLVE = "--host-resolver-rules"
_WAIT_S = 30.0
_START = "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
"""Gives the browser the two ends of the pipe under the numbers that it expects."""
_KEYS = {
    "ArrowLeft": 37,
    "ArrowUp": 38,
    "ArrowRight": 39,
    "ArrowDown": 40,
    "PageUp": 33,
    "PageDown": 34,
    "Delete": 46,
    "Tab": 9,
    "Enter": 13,
    "z": 90,
    "s": 83,
    "+": 107,
    "-": 109,
    **{letter: ord(letter.upper()) for letter in "cfjknru01234"},
}
"""Virtual key codes of those that are pressed."""
CTRL, SHIFT = 2, 8
"""Modifiers of keys, to be added."""


class Tab:
    """One page in a browser of its own, or several in turn."""

    def __init__(self, *, width: int = 1280, height: int = 900, dark: bool = False) -> None:
        browser = find_browser()
        if browser is None:
            raise SystemExit("Chromium is not installed: apt-get install chromium")
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self._size, self._dark = (width, height), dark
        self._numbers = itertools.count(1)
        self._events: list[dict[str, Any]] = []
        self._rest = b""
        flags = [flag for flag in FLAGS if not flag.startswith(_RESOLVE)]
        flags += [f"{_RESOLVE}=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--remote-debugging-pipe"]
        ends = [*os.pipe(), *os.pipe()]
        # Above those that the browser reads and writes, so that none is lost while it gets them.
        commands, self._to, self._from, answers = (
            fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, 10) for one in ends
        )
        starter = [sys.executable, "-S", "-c", _START, str(commands), str(answers)]
        self._process = subprocess.Popen(
            [*starter, browser, *flags, f"--user-data-dir={self._profile.name}", "about:blank"],
            pass_fds=(commands, answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "TMPDIR": self._profile.name},  # what it leaves behind goes with the profile
        )
        for one in (*ends, commands, answers):
            os.close(one)
        self._session = self._context = ""

    def __enter__(self) -> Self:
        try:
            self.renew()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        """End the browser."""
        self._process.terminate()
        self._process.wait(timeout=_WAIT_S)
        os.close(self._to)
        os.close(self._from)
        self._profile.cleanup()

    def renew(self) -> None:
        """Close the page and open an empty one that knows nothing of it, which is quicker than a browser of its own."""
        self._session = ""
        if self._context:
            self.call("Target.disposeBrowserContext", browserContextId=self._context)
        self._context = self.call("Target.createBrowserContext")["browserContextId"]
        page = {"url": "about:blank", "browserContextId": self._context}
        target = self.call("Target.createTarget", **page)["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._events.clear()
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")
        self.resize(*self._size)
        media = [{"name": "prefers-color-scheme", "value": "dark" if self._dark else "light"}]
        self.call("Emulation.setEmulatedMedia", features=media)

    def resize(self, width: int, height: int) -> None:
        """Set the size of the window, px."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:  # noqa: ANN401
        """Call a method of the DevTools protocol and give its result."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return dict(answer["result"])
            if answer.get("sessionId", "") == self._session:  # none of a page that was closed
                self._events.append(answer)

    def open(self, url: str) -> None:
        """Go to an address and wait until the page is loaded."""
        self.call("Page.navigate", url=url)
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, script: str) -> Any:  # noqa: ANN401
        """Evaluate an expression, a promise's value included."""
        found = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in found:
            raise RuntimeError(json.dumps(found["exceptionDetails"])[:2000])
        return found["result"].get("value")

    def until(self, condition: str, seconds: float = _WAIT_S) -> None:
        """Wait until an expression is true."""
        end = time.monotonic() + seconds
        while not self.run(f"Boolean({condition})"):
            if time.monotonic() > end:
                raise RuntimeError(f"in {seconds} s not true: {condition}")
            time.sleep(0.02)

    def middle(self, selector: str) -> tuple[float, float]:
        """Middle of an element, brought into view, px of the window."""
        box = self.run(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)}); one.scrollIntoView({{block: 'nearest'}});"
            "const b = one.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; })()"
        )
        return float(box[0]), float(box[1])

    def click(self, selector: str) -> None:
        """Click on an element."""
        self.drag(self.middle(selector), (0, 0))

    def drag(self, start: tuple[float, float], by: tuple[float, float]) -> None:
        """Press the mouse at a point, move it by so many px in four steps, and let it go."""
        x, y = start
        self._mouse("mouseMoved", x, y, 0)
        self._mouse("mousePressed", x, y, 1)
        for part in (0.25, 0.5, 0.75, 1.0) if any(by) else ():
            self._mouse("mouseMoved", x + part * by[0], y + part * by[1], 1)
        self._mouse("mouseReleased", x + by[0], y + by[1], 0)

    def touch(self, start: tuple[float, float], by: tuple[float, float]) -> None:
        """Put a finger on a point, move it by so many px in four steps, and lift it."""
        steps = [
            {"x": start[0] + part * by[0], "y": start[1] + part * by[1]} for part in (0, 0.25, 0.5, 0.75, 1)
        ]
        for number, point in enumerate(steps):
            kind = "touchMove" if number else "touchStart"
            self.call("Input.dispatchTouchEvent", type=kind, touchPoints=[point])
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def pinch(self, middle: tuple[float, float], apart: tuple[float, float]) -> None:
        """Put two fingers on both sides of a point, so many px from one another, move them in four steps, and lift them."""
        x, y = middle
        for number in range(5):
            half = (apart[0] + (apart[1] - apart[0]) * number / 4) / 2
            fingers = [{"x": x - half, "y": y, "id": 0}, {"x": x + half, "y": y, "id": 1}]
            self.call(
                "Input.dispatchTouchEvent", type="touchMove" if number else "touchStart", touchPoints=fingers
            )
        self.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])

    def press(self, key: str, modifiers: int = 0, times: int = 1) -> None:
        """Press a key of `_KEYS`."""
        facts = {"key": key, "code": key, "windowsVirtualKeyCode": _KEYS[key], "modifiers": modifiers}
        if key == "Enter":
            facts["text"] = "\r"  # without it no link is followed and no form is sent
        for _ in range(times):
            self.call("Input.dispatchKeyEvent", type="keyDown" if "text" in facts else "rawKeyDown", **facts)
            self.call("Input.dispatchKeyEvent", type="keyUp", **facts)

    def write(self, selector: str, text: str) -> None:
        """Replace what stands in a field by a text, as typed."""
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")
        self.run(f"document.querySelector({json.dumps(selector)}).select()")
        if text:
            self.call("Input.insertText", text=text)
        else:
            self.press("Delete")

    def choose(self, selector: str, value: str) -> None:
        """Choose an option of a list."""
        self.run(
            f"(() => {{ const one = document.querySelector({json.dumps(selector)}); one.value = {json.dumps(value)};"
            "one.dispatchEvent(new Event('input', {bubbles: true})); })()"
        )

    def picture(self, out: Path) -> None:
        """Take a picture of the whole page."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        shot = self.call("Page.captureScreenshot", captureBeyondViewport=True, clip=clip)
        out.write_bytes(base64.b64decode(shot["data"]))

    @property
    def complaints(self) -> list[str]:
        """What the browser reported so far: exceptions of scripts, refusals of the policy, failed requests."""
        self.run("0")
        return [
            json.dumps(event["params"])
            for event in self._events
            if event.get("method") == "Runtime.exceptionThrown"
            or (event.get("method") == "Log.entryAdded" and event["params"]["entry"]["level"] == "error")
        ]

    def _mouse(self, kind: str, x: float, y: float, buttons: int) -> None:
        self.call(
            "Input.dispatchMouseEvent",
            type=kind,
            x=x,
            y=y,
            button="none" if kind == "mouseMoved" and not buttons else "left",
            buttons=buttons,
            clickCount=0 if kind == "mouseMoved" else 1,
        )

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._from], [], [], _WAIT_S)
            more = os.read(self._from, 2**20) if ready else b""
            if not more:
                raise RuntimeError("the browser has ended, or does not answer")
            self._rest += more
        first, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(first))
