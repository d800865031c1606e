"""What a JPEG file states of itself, from its markers alone (ITU-T T.81 Annex B); survives any malformed file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import JpegFacts

# Luminance quantization of ITU-T T.81 Annex K.1, in zigzag order, which libjpeg scales by its quality.
_ANNEX_K_LUMINANCE: Final = (
    16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40, 26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51,
    61, 60, 57, 51, 56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87, 95, 98, 103, 104, 103, 62, 77,
    113, 121, 112, 100, 120, 92, 101, 103, 99,
)  # fmt: skip
_SUBSAMPLING: Final = {
    (1, 1): "4:4:4",
    (2, 1): "4:2:2",
    (2, 2): "4:2:0",
    (1, 2): "4:4:0",
    (4, 1): "4:1:1",
    (4, 2): "4:1:0",
}
_SOI, _EOI, _SOS, _DQT, _DHT, _JPG, _DAC, _TEM = 0xD8, 0xD9, 0xDA, 0xDB, 0xC4, 0xC8, 0xCC, 0x01
"""Markers of ITU-T T.81, table B.1."""
_FRAME_MARKERS: Final = frozenset(range(0xC0, 0xD0)) - {_DHT, _JPG, _DAC}
_PROGRESSIVE: Final = frozenset((0xC2, 0xC6, 0xCA, 0xCE))
_WITHOUT_LENGTH: Final = frozenset((_TEM, _SOI, *range(0xD0, 0xD8)))
_NOT_A_MARKER: Final = np.isin(np.arange(256), (0x00, 0xFF, *range(0xD0, 0xD8)))
"""After 0xFF: a stuffed zero, a fill byte or a restart marker, all of which stand within coded data."""
MOST_SEGMENTS: Final = 10_000
"""Segments of 64 KiB that would fill five times the bytes that a file may have; what holds more is made to keep a reader busy. Restart
markers stand within coded data and are not counted."""
_BLOCK_BYTES: Final = 2**20
"""Looked through at once: it fits in a cache, and takes 1.9 ms for 5 MB as the whole did at once. A judgement."""
_STRAY_BYTES: Final = 64
"""That count as one segment: Pillow takes a microsecond for each, and a segment takes as long as so many."""
_XMP: Final = "http://ns.adobe.com/xap/1.0/"


@dataclass(frozen=True, slots=True, kw_only=True)
class _FrameHeader:
    """One frame header (SOFn)."""

    marker: int
    precision: int
    size: tuple[int, int]
    sampling: tuple[tuple[int, int, int], ...]
    """Horizontal factor, vertical factor and quantization table of each component."""


@dataclass(slots=True, kw_only=True)
class _Walk:
    """What the walk over the markers has met so far."""

    tables: dict[int, tuple[int, ...]] = field(default_factory=dict)
    header: _FrameHeader | None = None
    applications: list[str] = field(default_factory=list)
    segments: int = 0
    scans: int = 0
    ended: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JpegStructure:
    """What a decoder must know before it starts."""

    precision: int
    """Bits a sample."""
    size: tuple[int, int]
    """Width, height."""
    segments: int
    """And stray bytes before the first scan, 64 for one; more than `MOST_SEGMENTS` where the walk was given up."""
    scans: int
    complete: bool
    """True when the end-of-image marker was reached."""
    facts: JpegFacts


def read_jpeg_facts(raw: bytes) -> JpegFacts | None:
    """Read the facts from a JPEG file; None when it has no readable frame header. Never raises."""
    structure = read_jpeg_structure(raw)
    return structure.facts if structure else None


def read_jpeg_structure(raw: bytes) -> JpegStructure | None:
    """Walk the markers of the first image in the file; None when it has no readable frame header."""
    walk = _Walk()
    for skipped, marker, segment in _segments(raw):
        # Bytes before the first scan that are of no segment are read one by one.
        walk.segments += 1 + (skipped // _STRAY_BYTES if walk.scans == 0 else 0)
        _take(walk, marker, segment)
        if walk.ended or walk.segments > MOST_SEGMENTS:
            break
    if walk.header is None or not walk.header.sampling:
        return None
    return JpegStructure(
        precision=walk.header.precision,
        size=walk.header.size,
        segments=walk.segments,
        scans=walk.scans,
        complete=walk.ended,
        facts=_facts(walk, walk.header),
    )


def _segments(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Yield how many bytes were jumped over (entropy-coded data, or none that mean anything), each marker and its parameters."""
    candidates = _marker_positions(raw) if raw[:2] == b"\xff\xd8" else np.zeros(0, np.intp)
    at = 2
    while (found := int(np.searchsorted(candidates, at))) < len(candidates):
        skipped = int(candidates[found]) - at
        marker, at = raw[candidates[found] + 1], int(candidates[found]) + 2
        if marker == _EOI or marker in _WITHOUT_LENGTH:
            yield skipped, marker, b""
            continue
        end = at + int.from_bytes(raw[at : at + 2], "big")
        if end < at + 2 or end > len(raw):
            return
        yield skipped, marker, raw[at + 2 : end]
        at = end


def _marker_positions(raw: bytes) -> NDArray[np.intp]:
    """Find every 0xFF that may start a marker, a block at once: a byte at a time takes as long as decoding, and a file at once much memory."""
    data = np.frombuffer(raw, np.uint8)
    starts = range(0, len(data) - 1, _BLOCK_BYTES)
    return np.concatenate([_in_block(data[at : at + _BLOCK_BYTES + 1]) + at for at in starts])


def _in_block(block: NDArray[np.uint8]) -> NDArray[np.intp]:
    marks = block[:-1] == 0xFF
    if np.count_nonzero(marks) > len(marks) // 4:
        marks &= block[1:] != 0xFF  # a file of fill bytes, which would be looked at one by one
    positions = np.flatnonzero(marks)
    return positions[~_NOT_A_MARKER[block[positions + 1]]]


def _take(walk: _Walk, marker: int, segment: bytes) -> None:
    if marker == _EOI:
        walk.ended = True
    elif marker == _SOS:
        walk.scans += 1
    elif marker == _DQT and walk.scans == 0:
        walk.tables.update(_quantization_tables(segment))
    elif marker in _FRAME_MARKERS and walk.header is None:
        walk.header = _frame_header(marker, segment)
    elif 0xE0 <= marker <= 0xEF:
        walk.applications.append(_application(marker, segment))


def _quantization_tables(segment: bytes) -> dict[int, tuple[int, ...]]:
    tables = {}
    at = 0
    while at < len(segment):
        precision, table_id = divmod(segment[at], 16)
        width = 2 if precision else 1
        if len(segment) < (stop := at + 1 + 64 * width):
            break
        tables[table_id] = tuple(np.frombuffer(segment[at + 1 : stop], f">u{width}").tolist())
        at = stop
    return tables


def _frame_header(marker: int, segment: bytes) -> _FrameHeader | None:
    if len(segment) < 6:
        return None
    components = [segment[6 + 3 * i : 9 + 3 * i] for i in range(segment[5])]
    return _FrameHeader(
        marker=marker,
        precision=segment[0],
        size=(int.from_bytes(segment[3:5], "big"), int.from_bytes(segment[1:3], "big")),
        sampling=tuple((part[1] >> 4, part[1] & 15, part[2]) for part in components if len(part) == 3),
    )


def _application(marker: int, segment: bytes) -> str:
    """`APP1:Exif` and the like: the marker and the identifier that its segment starts with."""
    identifier = segment[:64].split(b"\0", 1)[0].decode("ascii", "replace")
    if identifier.startswith(_XMP):
        identifier = "XMP"
    elif identifier.startswith("Adobe"):
        identifier = "Adobe"  # no NUL ends it
    name = "".join(letter for letter in identifier[:32] if letter.isascii() and letter.isprintable())
    return f"APP{marker - 0xE0}:{name}" if name else f"APP{marker - 0xE0}"


def _facts(walk: _Walk, header: _FrameHeader) -> JpegFacts:
    return JpegFacts(
        components=len(header.sampling),
        quantization_tables=tuple(walk.tables[table_id] for table_id in sorted(walk.tables)),
        subsampling=_subsampling(header),
        progressive=header.marker in _PROGRESSIVE,
        estimated_quality=_QUALITY_BY_TABLE.get(walk.tables.get(header.sampling[0][2], ())),
        application_markers=tuple(walk.applications),
    )


def _subsampling(header: _FrameHeader) -> str:
    if len(header.sampling) < 3:
        return "n/a"
    (h0, v0, _), (h1, v1, _), *_rest = header.sampling
    if not (h1 and v1) or h0 % h1 or v0 % v1:
        return f"{h0}x{v0},{h1}x{v1}"
    ratio = (h0 // h1, v0 // v1)
    return _SUBSAMPLING.get(ratio, f"{ratio[0]}x{ratio[1]}")


def _scaled_luminance(quality: int, largest: int) -> tuple[int, ...]:
    """Scale the table as libjpeg's `jpeg_quality_scaling` and `jpeg_add_quant_table` do."""
    scale = 5000 // quality if quality < 50 else 200 - 2 * quality
    return tuple(min(max((value * scale + 50) // 100, 1), largest) for value in _ANNEX_K_LUMINANCE)


_QUALITY_BY_TABLE: Final = {
    _scaled_luminance(quality, largest): quality for largest in (32767, 255) for quality in range(1, 101)
}
"""libjpeg quality (1..100) by the Annex K luminance table scaled to it."""
