r"""A folder of which 5 % cannot be examined: is every good document examined, and every bad one named with its reason.

    python -m benchmarks.batch.bad_inputs -n 240 -o benchmarks/results/batch-bad-inputs.json

Good documents are copies of committed sample pages, each unique in bytes; the others are made here, of each kind below one.
"""

import argparse
import io
import json
import os
import struct
import tempfile
import time
import zlib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.batch.pages import sample_pages, write_pages
from benchmarks.provenance import provenance
from docforensics.batch.scan import begin
from docforensics.capture.model import Channel

HUGE = 40_000


def huge_png() -> bytes:
    """A whole PNG of 40,000 x 40,000 grey pixels."""
    packer, row = zlib.compressobj(1), bytes(HUGE + 1)
    data = b"".join([*(packer.compress(row) for _ in range(HUGE)), packer.flush()])
    head = struct.pack(">IIBBBBB", HUGE, HUGE, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", data), (b"IEND", b""))
    packed = (
        len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")
        for kind, body in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def huge_jpeg(page: bytes) -> bytes:
    """A page whose frame header claims 40,000 x 40,000."""
    at = page.index(b"\xff\xc0")
    return page[: at + 5] + struct.pack(">HH", HUGE, HUGE) + page[at + 9 :]


def endless_tiff() -> bytes:
    """A TIFF whose directory names itself as the next one."""
    stream = io.BytesIO()
    Image.fromarray(np.full((90, 120), 128, np.uint8)).save(stream, "TIFF")
    raw = bytearray(stream.getvalue())
    start = int.from_bytes(raw[4:8], "little")
    entries = int.from_bytes(raw[start : start + 2], "little")
    after = start + 2 + 12 * entries
    raw[after : after + 4] = start.to_bytes(4, "little")
    return bytes(raw)


def bad_files(page: bytes) -> Mapping[str, bytes]:
    """Files that cannot be examined, by what is wrong with them."""
    return {
        "zero-byte.jpg": b"",
        "truncated.jpg": page[: len(page) // 2],
        "damaged-head.jpg": page[:300] + os.urandom(len(page) - 300),
        "cut-to-its-mark.jpg": page[:3],
        "text.jpg": b"a note that was saved as a picture\n",
        "archive.zip": b"PK\x03\x04" + os.urandom(500),
        "page.html": b"<!DOCTYPE html><title>no picture</title>",
        "broken.pdf": b"%PDF-1.7\n" + os.urandom(500),
        "40000x40000.png": huge_png(),
        "40000x40000.jpg": huge_jpeg(page),
    }


ODD: Mapping[str, Callable[[Path], None]] = {
    "never-ending-pipe": os.mkfifo,
    "never-ending-device": lambda path: path.symlink_to("/dev/zero"),
    "dangling-link": lambda path: path.symlink_to("nowhere"),
}
"""What is no file, or none that ends."""


def main() -> None:
    """Make the folder, scan it, tell what became of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", type=int, default=260)
    parser.add_argument("--dpi", type=int, default=75)
    parser.add_argument("-o", "--out", type=Path)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "in"
        pages = sample_pages(dpi=arguments.dpi)
        bad = bad_files(pages[0])
        write_pages(source, arguments.n - len(bad) - len(ODD), pages)
        for file, raw in bad.items():
            (source / file).write_bytes(raw)
        (source / "endless.tiff").write_bytes(endless_tiff())
        for file, make in ODD.items():
            make(source / file)
        begun = time.perf_counter()
        scan = begin(str(source), f"{name}/out", channel=Channel.SCANNER, inspected_on=date(2026, 11, 24))
        rows = {row["name"]: row for table in scan.run() for row in table.to_pylist()}
        seconds = time.perf_counter() - begun
    failed = {file: row for file, row in rows.items() if row["status"] == "failed"}
    expected = {*bad, *ODD}
    figures = {
        "documents": scan.progress.total,
        "bad": len(expected),
        "rows": len(rows),
        "good_examined": len(rows) - len(failed),
        "good_failed": sorted(failed.keys() - expected),
        "bad_not_named": sorted(expected - failed.keys()),
        "endless_tiff": rows["endless.tiff"]["status"],
        "reasons": {
            file: [failed[file]["failure"], failed[file]["reason"].replace(name, "...")]
            for file in sorted(failed)
        },
        "seconds": round(seconds, 1),
        "provenance": provenance(),
    }
    text = json.dumps(figures, indent=1)
    print(text)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
