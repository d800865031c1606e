"""Many documents out of a few: sample pages, each copy made unique by a comment in its JPEG file, so that no two have one content."""

from pathlib import Path

import cv2
import numpy as np

from benchmarks.provenance import ROOT

SAMPLES = ROOT / "sample_docs" / "documents"


def sample_pages(most: int | None = None, *, dpi: int = 300) -> list[bytes]:
    """JPEG files of the committed flatbed pages in white light, in a fixed order; below 300 dpi they are shrunk."""
    files = sorted(SAMPLES.glob("*flatbed*/*white.jpg"))[:most]
    return [file.read_bytes() if dpi == 300 else _shrunk(file.read_bytes(), dpi / 300) for file in files]


def _shrunk(raw: bytes, factor: float) -> bytes:
    pixels = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR)
    if pixels is None:
        raise ValueError("a sample page is no JPEG")
    small = cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()


def commented(raw: bytes, text: str) -> bytes:
    """Put a comment segment (ITU-T T.81 B.2.4.5) behind the start of image: other bytes, the same picture."""
    told = text.encode()
    return raw[:2] + b"\xff\xfe" + (len(told) + 2).to_bytes(2, "big") + told + raw[2:]


def write_pages(folder: Path, count: int, pages: list[bytes]) -> None:
    """Write `count` documents, turn by turn one of the pages."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"{number:05}.jpg").write_bytes(commented(pages[number % len(pages)], f"copy {number}"))
