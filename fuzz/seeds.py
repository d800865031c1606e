"""Writes the seeds of every harness: `python -m fuzz.seeds fuzz/corpus`. Small and valid, so that mutations reach what lies behind the first check."""

import argparse
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image as PillowImage

from docforensics.resources import models_folder
from docforensics.templates.parts import JSON
from fuzz.harnesses import shipped_parts
from sample_docs.generator.seals.examples import one_of_each_kind

MRZ = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
    "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4XXX4009078F9612109<<<<<<<<",
)
KINDS = ("JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP", "JPEG2000")


def seeds() -> Iterator[tuple[str, str, bytes]]:
    """Give harness, name and bytes."""
    for number, text in enumerate(MRZ):
        yield "mrz", f"{number}", text.encode()
    for number, raw in enumerate(one_of_each_kind()):
        yield "seal", f"{number}", raw
    for kind in KINDS:
        yield "image", kind.lower(), _saved(kind)
    yield "image", "exif.jpg", _with_exif()
    yield "pdf", "scan", _saved("PDF")
    yield "template", "json", shipped_parts()[JSON]
    yield "manifest", "rows", b"id,visible,uv,side,size_mm\n1,a.jpg,b.jpg|c.jpg,front,150x66\n2,../d.jpg,,,\n"
    sink = io.BytesIO()
    pq.write_table(pa.table({"visible": ["a.jpg", "b.jpg"], "side": ["front", None]}), sink)
    yield "parquet", "rows", sink.getvalue()
    yield (
        "results",
        "scan",
        json.dumps({"schema": 1, "configuration": {"inspected_on": "2026-11-24"}}).encode(),
    )
    yield "profile", "post", b'equipment = ["uv-lamp", "loupe"]\n'
    for file in sorted((models_folder() / "policy").glob("*.toml")):
        yield "policy", file.stem, file.read_bytes()
    yield "calibration", "real", (models_folder() / "calibration" / "real.toml").read_bytes()
    yield "case", "empty", b'{"case_version": "1.0", "sha256": ""}'
    yield (
        "chip",
        "groups",
        b"\x01\x00\x08a\x06\x5f\x1f\x03ABC\x11\x00\x06\x60\x04\x5c\x02\x61\x75\x00\x00\x02\x77\x00",
    )


def _saved(kind: str) -> bytes:
    buffer = io.BytesIO()
    PillowImage.linear_gradient("L").resize((24, 16)).convert("RGB").save(buffer, kind)
    return buffer.getvalue()


def _with_exif() -> bytes:
    buffer, exif = io.BytesIO(), PillowImage.Exif()
    exif[0x0112], exif[0x0131] = 6, "a program"
    PillowImage.new("RGB", (24, 16)).save(buffer, "JPEG", exif=exif, dpi=(300, 300))
    return buffer.getvalue()


def main() -> None:
    """Write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    for harness, name, data in seeds():
        folder = options.out / harness
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


if __name__ == "__main__":
    main()
