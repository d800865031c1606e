"""A thousand designs of documents that no state issues, drawn from a seed: for measuring choice alone.

Every design draws its own size, colours, wave fields, rosettes, emblem, title, captions and places of pictures; an
edition is a design with one detail changed. Every page says SPECIMEN.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.formats.table import PageSize
from docforensics.page.geometry import BoxMm

PX_PER_MM = 8
_SHOWS, _LEAST_CHANGE = 25, 90
"""Grey levels and pixels (1.4 mm2) from which a change shows."""
Pixels = NDArray[np.uint8]
_SIZES = (PageSize.ID1, PageSize.ID1, PageSize.ID3, PageSize.ID2)
_CAPTIONS = (
    "SURNAME", "GIVEN NAMES", "NATIONALITY", "DATE OF BIRTH", "PLACE OF BIRTH", "SEX", "DATE OF ISSUE",
    "DATE OF EXPIRY", "AUTHORITY", "DOCUMENT NO", "PERSONAL NO", "HEIGHT", "RESIDENCE", "REMARKS",
)  # fmt: skip
_STATES = (
    "UTOPIA",
    "ANYDER",
    "AMAUROT",
    "NUSQUAMA",
    "ATOPIA",
    "EUTOPIA",
    "LAPUTA",
    "BENSALEM",
    "ICARIA",
    "EREWHON",
)
_KINDS = ("IDENTITY CARD", "PASSPORT", "RESIDENCE PERMIT", "TRAVEL CARD", "SERVICE PASS", "DRIVING LICENCE")
_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_COMPLEX_SMALL,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """What a design draws follows from these numbers."""

    seed: int
    edition: int = 0
    """0 the first; another number changes one detail, which one and how follows from both."""

    @property
    def size(self) -> PageSize:
        """Nominal size."""
        return _SIZES[int(np.random.default_rng([self.seed, 1]).integers(len(_SIZES)))]

    def successor(self) -> "Design":
        """The same design with one detail changed, where a page shows it: not under a picture or a field."""
        first = draw(self)
        for edition in range(1, 50):
            later = replace(self, edition=edition)
            if _visibly_differ(first, draw(later)):
                return later
        raise AssertionError(f"design {self.seed}: no change shows")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Drawn:
    """A blank page and where the holder's data go."""

    pixels: Pixels
    portrait: BoxMm
    fields: tuple[BoxMm, ...]
    captions: tuple[str, ...] = ()
    """Of the fields."""


def draw(design: Design) -> Drawn:
    """The blank of a design at `PX_PER_MM`."""
    width, height = design.size.millimetres
    rng = np.random.default_rng([design.seed, 2])
    change = _change(design)
    page = _ground(rng, width, height)
    for _ in range(int(rng.integers(1, 4))):
        _waves(page, rng)
    rosettes = int(rng.integers(1, 5))
    for number in range(rosettes):
        _rosette(page, rng, change if change.what == "rosette" and number == 0 else _NO_CHANGE)
    portrait = _portrait_place(rng, width, height)
    _titles(page, rng, change)
    _emblem(page, rng, change)
    fields, captions = _captions(page, rng, portrait, change)
    _specimen(page, rng)
    if change.what == "mark":
        _mark(page, change)
    return Drawn(pixels=page, portrait=portrait, fields=fields, captions=captions)


def _visibly_differ(one: Drawn, other: Drawn) -> bool:
    apart = np.abs(one.pixels.astype(int) - other.pixels).max(axis=2) > _SHOWS
    for box in (one.portrait, *one.fields):
        left, top, right, bottom = (
            round(v * PX_PER_MM) for v in (box.left - 1, box.top - 1, box.right + 1, box.bottom + 1)
        )
        apart[max(top, 0) : bottom, max(left, 0) : right] = False
    return int(apart[12:-12, 12:-12].sum()) > _LEAST_CHANGE


def personalise(
    drawn: Drawn, seed: int, value: Callable[[np.random.Generator, str], str] | None = None
) -> Pixels:
    """A holder's page: a drawn head, and words that mean nothing; or what `value` gives for a caption."""
    rng = np.random.default_rng([seed, 3])
    page = drawn.pixels.copy()
    _head(page, drawn.portrait, rng)
    for box, caption in zip(drawn.fields, drawn.captions, strict=True):
        word = _word(rng) if value is None else value(rng, caption)
        at = (round(box.left * PX_PER_MM), round((box.bottom - 0.6) * PX_PER_MM))
        cv2.putText(page, word, at, cv2.FONT_HERSHEY_DUPLEX, 0.62, (20, 20, 24), 1, cv2.LINE_AA)
    return page


def _word(rng: np.random.Generator) -> str:
    return "".join(rng.choice(list("ABCDEFGHIKLMNOPRSTUVXYZ0123456789"), size=int(rng.integers(3, 11))))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    what: str
    by: float = 0.0
    x: float = 0.0
    y: float = 0.0


_NO_CHANGE = _Change(what="")


def _change(design: Design) -> _Change:
    if not design.edition:
        return _NO_CHANGE
    rng = np.random.default_rng([design.seed, design.edition, 4])
    what = ("rosette", "title", "emblem", "caption", "mark")[int(rng.integers(5))]
    return _Change(what=what, by=float(rng.random()), x=float(rng.random()), y=float(rng.random()))


def _ground(rng: np.random.Generator, width: float, height: float) -> Pixels:
    """A rainbow of two to three pale colours across the page."""
    size = (round(height * PX_PER_MM), round(width * PX_PER_MM))
    colours = rng.integers(188, 250, (3, 3)).astype(np.float32)
    t = np.linspace(0, 1, size[1] if rng.random() < 0.7 else size[0], dtype=np.float32)
    ramp = np.stack([np.interp(t, [0, 0.5, 1], colours[:, c]) for c in range(3)], axis=-1)
    page = np.broadcast_to(ramp[None] if len(t) == size[1] else ramp[:, None], (*size, 3))
    return np.ascontiguousarray(page, dtype=np.float32).astype(np.uint8)


def _ink(rng: np.random.Generator, dark: int = 60, pale: int = 190) -> tuple[int, int, int]:
    red, green, blue = (int(value) for value in rng.integers(dark, pale, 3))
    return red, green, blue


def _waves(page: Pixels, rng: np.random.Generator) -> None:
    height, width = page.shape[:2]
    colour = _ink(rng, 120, 205)
    pitch = float(rng.uniform(7, 20))
    periods, drift, amplitude = rng.uniform(1, 6), rng.uniform(0, 3), rng.uniform(6, 40)
    upright = rng.random() < 0.3
    long, across = (height, width) if upright else (width, height)
    t = np.linspace(0, 1, 160)
    lines = []
    for k in range(int(across / pitch) + 6):
        share = k * pitch / across
        off = (
            amplitude
            * np.sin(2 * np.pi * (periods * t + drift * share))
            * (1 + 0.5 * np.sin(7 * t + 5 * share))
        )
        x, y = t * long, k * pitch - 20 + off
        lines.append(np.stack([y, x] if upright else [x, y], axis=1))
    cv2.polylines(
        page, [np.round(line * 8).astype(np.int32) for line in lines], False, colour, 1, cv2.LINE_AA, 3
    )


def _rosette(page: Pixels, rng: np.random.Generator, change: _Change) -> None:
    height, width = page.shape[:2]
    x, y, radius = rng.uniform(0.1, 0.9) * width, rng.uniform(0.15, 0.85) * height, rng.uniform(50, 170)
    petals, colour = int(rng.integers(4, 15)), _ink(rng, 90, 190)
    if change.what:
        petals += 2 + int(3 * change.by)
    angle = np.linspace(0, 2 * np.pi, 60 * petals)
    curves = []
    for k in range(int(rng.integers(5, 14))):
        r = radius * (0.3 + 0.06 * k) * (1 + 0.25 * np.cos(petals * angle + 0.4 * k))
        curves.append(np.stack([x + r * np.cos(angle), y + r * np.sin(angle)], axis=1))
    cv2.polylines(page, [np.round(c * 8).astype(np.int32) for c in curves], True, colour, 1, cv2.LINE_AA, 3)


def _portrait_place(rng: np.random.Generator, width: float, height: float) -> BoxMm:
    tall = rng.uniform(0.45, 0.6) * height
    wide = tall / 1.28
    left = rng.uniform(3, 8) if rng.random() < 0.75 else width - wide - rng.uniform(3, 8)
    top = rng.uniform(0.16, 0.3) * height
    return BoxMm(left=left, top=top, right=left + wide, bottom=top + tall)


def _titles(page: Pixels, rng: np.random.Generator, change: _Change) -> None:
    height, width = page.shape[:2]
    font, colour = _FONTS[int(rng.integers(len(_FONTS)))], _ink(rng, 20, 110)
    state = _STATES[int(rng.integers(len(_STATES)))]
    kind = _KINDS[int(rng.integers(len(_KINDS)))]
    if change.what == "title":
        kind = _KINDS[(_KINDS.index(kind) + 1 + int(4 * change.by)) % len(_KINDS)]
    scale = float(rng.uniform(0.8, 1.5))
    x, y = int(rng.uniform(0.03, 0.35) * width), int(rng.uniform(0.07, 0.12) * height)
    cv2.putText(page, state, (x, y), font, scale, colour, 2, cv2.LINE_AA)
    x += int(scale * 22 * len(state)) if rng.random() < 0.5 else 0
    cv2.putText(
        page, kind, (x, y + (28 if x < 0.4 * width else 0)), font, 0.6 * scale, colour, 1, cv2.LINE_AA
    )


def _emblem(page: Pixels, rng: np.random.Generator, change: _Change) -> None:
    height, width = page.shape[:2]
    x, y = rng.uniform(0.55, 0.92) * width, rng.uniform(0.12, 0.8) * height
    points, radius, colour = int(rng.integers(3, 9)), rng.uniform(18, 44), _ink(rng, 40, 170)
    if change.what == "emblem":
        points += 1 + int(2 * change.by)
        if change.x < 0.5:
            x += 24 * (1 if change.y < 0.5 else -1)
    angle = np.linspace(0, 2 * np.pi, 2 * points, endpoint=False)
    r = np.where(np.arange(2 * points) % 2 == 0, radius, 0.45 * radius)
    star = np.stack([x + r * np.sin(angle), y - r * np.cos(angle)], axis=1)
    cv2.fillPoly(page, [np.round(star * 8).astype(np.int32)], colour, cv2.LINE_AA, 3)


def _captions(
    page: Pixels, rng: np.random.Generator, portrait: BoxMm, change: _Change
) -> tuple[tuple[BoxMm, ...], tuple[str, ...]]:
    height, width = (side / PX_PER_MM for side in page.shape[:2])
    left = portrait.right + rng.uniform(3, 7) if portrait.left < width / 2 else rng.uniform(4, 10)
    columns = [left, left + rng.uniform(20, 30)]
    rows = int(rng.integers(4, 8))
    pitch = float(rng.uniform(0.62, 0.78) * height / rows)
    names = list(rng.permutation(_CAPTIONS))
    colour = _ink(rng, 20, 120)
    cells = [(row, column) for row in range(rows) for column in (0, 1) if not column or rng.random() > 0.4]
    altered = int(change.x * len(cells)) if change.what == "caption" else -1
    fields, written = [], []
    for number, (row, column) in enumerate(cells):
        x, y = columns[column], 0.2 * height + row * pitch
        name = names[(2 * row + column) % len(names)]
        if number == altered:
            name = _CAPTIONS[(_CAPTIONS.index(name) + 3) % len(_CAPTIONS)]
        at = (round(x * PX_PER_MM), round(y * PX_PER_MM))
        cv2.putText(page, name, at, cv2.FONT_HERSHEY_SIMPLEX, 0.36, colour, 1, cv2.LINE_AA)
        written.append(str(name))
        fields.append(BoxMm(left=x, top=y + 0.3, right=min(x + 22, width - 1), bottom=y + 3.8))
    return tuple(fields), tuple(written)


def _specimen(page: Pixels, rng: np.random.Generator) -> None:
    height, width = page.shape[:2]
    at = (int(rng.uniform(0.3, 0.6) * width), int(rng.uniform(0.86, 0.96) * height))
    cv2.putText(page, "SPECIMEN", at, cv2.FONT_HERSHEY_DUPLEX, 1.1, (206, 96, 92), 2, cv2.LINE_AA)


def _mark(page: Pixels, change: _Change) -> None:
    height, width = page.shape[:2]
    x, y = int((0.1 + 0.8 * change.x) * width), int((0.15 + 0.7 * change.y) * height)
    colour = (60, 80 + int(90 * change.by), 130)
    for radius in (8, 13, 18):
        cv2.circle(page, (x, y), radius, colour, 1, cv2.LINE_AA)


def _head(page: Pixels, box: BoxMm, rng: np.random.Generator) -> None:
    left, top, right, bottom = (round(v * PX_PER_MM) for v in (box.left, box.top, box.right, box.bottom))
    middle, wide = (left + right) // 2, right - left
    cv2.rectangle(page, (left, top), (right, bottom), _ink(rng, 180, 240), -1)
    cv2.ellipse(
        page, (middle, bottom), (int(0.45 * wide), int(0.3 * wide)), 0, 180, 360, _ink(rng, 20, 120), -1
    )
    skin = _ink(rng, 80, 215)
    head = (middle, bottom - int(0.62 * wide))
    cv2.ellipse(page, head, (int(0.24 * wide), int(0.33 * wide)), 0, 0, 360, skin, -1, cv2.LINE_AA)
    cv2.ellipse(
        page, head, (int(0.26 * wide), int(0.34 * wide)), 0, 180, 360, _ink(rng, 10, 90), -1, cv2.LINE_AA
    )
