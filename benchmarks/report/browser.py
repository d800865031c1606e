"""Headless Chromium: pictures of pages, PDF, and what a page says of itself after a script was run in it. No network."""

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-device-scale-factor=1",
)
DARK = "--blink-settings=preferredColorScheme=0"
_SAID = re.compile(r'<pre id="docforensics-said">(.*?)</pre>', re.DOTALL)
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
_TELL = (
    "const tell = (value) => { const made = document.createElement('pre'); made.id = 'docforensics-said';"
    "made.textContent = JSON.stringify(value); document.documentElement.append(made); };"
)


def find_browser() -> str | None:
    """Find Chromium, or None."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def run(*flags: str, page: Path, seconds: int = 120) -> str:
    """Open a page with these flags; its standard output."""
    browser = find_browser()
    if browser is None:
        raise SystemExit("Chromium is not installed: apt-get install chromium")
    with tempfile.TemporaryDirectory() as profile:
        command = [browser, *FLAGS, f"--user-data-dir={profile}", *flags, page.resolve().as_uri()]
        # What it leaves behind in the folder for temporary files goes with the profile.
        env = {**os.environ, "TMPDIR": profile}
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False, env=env)
    return done.stdout


def picture(page: Path, out: Path, width: int, height: int, *flags: str) -> None:
    """Take a picture of a page as it is at this width."""
    run(f"--window-size={width},{height}", f"--screenshot={out.resolve()}", *flags, page=page)


def pdf(page: Path, out: Path) -> None:
    """Print a page to PDF."""
    run("--no-pdf-header-footer", f"--print-to-pdf={out.resolve()}", page=page)


def ask(page: Path, script: str, *flags: str, width: int = 1280, libraries: tuple[str, ...] = ()) -> Any:  # noqa: ANN401
    """Run a script in a copy of a page, its policy lifted, and give what it `tell`s.

    The script may await; `tell(value)` ends it.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "page.html"
        body = "".join(f"<script>{library}</script>" for library in libraries)
        body += f"<script>{_TELL}(async () => {{ {script} }})().catch((error) => tell({{error: String(error)}}));</script>"
        text = _POLICY.sub("", page.read_text(encoding="utf-8"))
        copy.write_text(text.replace("</body>", f"{body}</body>"), encoding="utf-8")
        said = run(
            f"--window-size={width},900", "--virtual-time-budget=20000", "--dump-dom", *flags, page=copy
        )
    found = _SAID.search(said)
    if found is None:
        raise RuntimeError(f"{page.name}: the browser said nothing: {said[-300:]}")
    return json.loads(html.unescape(found[1]))
