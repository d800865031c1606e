"""Make docs/pictures/report*.webp: parts of a report page, of a forged sample document of Utopia, as Chromium shows it.

    python tools/report_picture.py

README and the documentation show it. It is made by hand after the page changed, since it needs a browser.
"""

import sys
import tempfile
from datetime import date
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import docforensics as df  # noqa: E402
from benchmarks.report.browser import picture  # noqa: E402

FORGED = ROOT / "sample_docs/documents/td3-2-0021-border-reader-photo-physical-ordinary"
OUT = ROOT / "docs" / "pictures"
_WIDTH, _HEIGHT = 1280, 3600
"""Of the window: the whole page but for its end."""
PARTS = {"report": (0, 618), "report-reasons": (1090, 1690)}
"""Rows of the picture that are kept, as they lie in this version of the page: verdict and layers, and the first reasons. Look at the files."""
_SHOWN = 960
"""Pixels of width in the file: text stays legible, and the file small."""


def main() -> None:
    """Examine, open the page, keep its top."""
    lights = {
        light: FORGED / f"data-page-{name}.jpg"
        for light, name in (("visible", "white"), ("uv", "uv"), ("ir", "ir"))
    }
    page = df.Capture.load(**lights, channel="scanner")
    report = df.examine(page, inspected_on=date(2026, 11, 24)).for_post(df.Profile.parse("uv-lamp,loupe"))
    with tempfile.TemporaryDirectory() as folder:
        html, shot = Path(folder) / "report.html", Path(folder) / "report.png"
        html.write_text(report.to_html(), encoding="utf-8")
        picture(html, shot, _WIDTH, _HEIGHT)
        shown = Image.open(shot).convert("RGB")
    shown = shown.resize((_SHOWN, round(shown.height * _SHOWN / shown.width)), Image.Resampling.LANCZOS)
    OUT.mkdir(parents=True, exist_ok=True)
    for name, (top, bottom) in PARTS.items():
        file = OUT / f"{name}.webp"
        shown.crop((0, top, _SHOWN, bottom)).save(file, quality=80, method=6)
        print(f"{file.relative_to(ROOT)}: {file.stat().st_size} bytes")


if __name__ == "__main__":
    main()
