"""Adversarial pages for development: Utopia's pages as the web shows published specimens, and worse.

Every page has one hardship, drawn strongly, beside the small things that befall all. Zones are set anew in other cuts
of OCR-B, with other symbols, lengths and spacings than Utopia's own. Everything follows from the seed.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[2]), str(HERE.parent / "train")]

import harder  # noqa: E402
from glyphs import CELL, SYMBOLS, TILE, Floats, Shape, atlases, fields  # noqa: E402
from sample_docs.generator.jobs import Job, sheets  # noqa: E402
from sample_docs.generator.lights import Light, View  # noqa: E402
from sample_docs.generator.mrz import check_digit, checked  # noqa: E402
from sample_docs.generator.render import render  # noqa: E402

FONTS = Path(os.environ.get("OCRB_FONTS", "/usr/share/fonts/opentype/ocr-b"))
"""Of Debian's package `fonts-ocr-b`."""
MONOSPACED = tuple(Path(name) for name in os.environ.get("MONOSPACED_FONTS", "").split(":") if name)
"""Files of other faces of one pitch, for the hardship `other face`."""
PX_PER_MM = 8.0
BLANK = " "
LENGTHS = {
    "TD1": (30, 3),
    "TD2": (36, 2),
    "TD3": (44, 2),
    "MRV-A": (44, 2),
    "MRV-B": (36, 2),
    "FRANCE": (36, 2),
}
DESIGNS = {
    "TD1": ("td1", "permit"),
    "TD2": ("td2",),
    "TD3": ("td3-1", "td3-2"),
    "MRV-A": ("mrv-a",),
    "MRV-B": ("mrv-b",),
    "FRANCE": ("td2",),
}

Rng = np.random.Generator
Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Flat:
    """A page before anything is done to it."""

    pixels: Image
    lines: tuple[str, ...]
    box: tuple[int, int, int, int]
    """Left, top, right, bottom of the zone, px."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """One page for the reader."""

    hardship: str
    pixels: Image
    lines: tuple[str, ...]
    """As printed; empty when the page shows no zone."""


def symbols(rng: Rng, groups: str, length: int) -> str:
    """`length` symbols of the groups named: d digits, l letters, f fillers."""
    pool = "".join({"d": SYMBOLS[:10], "l": SYMBOLS[10:36], "f": "<"}[g] for g in groups)
    return "".join(rng.choice(list(pool), length))


def names(rng: Rng, length: int) -> str:
    """Letters in words, fillers to the end."""
    words = [symbols(rng, "l", int(rng.integers(2, 11))) for _ in range(int(rng.integers(2, 5)))]
    return ("<<".join([words[0], "<".join(words[1:])]))[:length].ljust(length, "<")


def zone(rng: Rng, kind: str) -> tuple[str, ...]:
    """A zone with digits that agree, and words that mean nothing."""
    length, _ = LENGTHS[kind]
    number = symbols(rng, "dl" if rng.random() < 0.6 else "d", 9)
    if rng.random() < 0.3:
        number = number[:7] + "<<"
    born, ends = checked(symbols(rng, "d", 6)), checked(symbols(rng, "d", 6))
    sex, state = str(rng.choice(list("MF<"))), symbols(rng, "l", 3)
    code = str(rng.choice(["I<", "ID", "AC", "C<", "IR"] if kind[:2] == "TD" else ["V<", "VB"]))
    if kind == "FRANCE":
        first = "ID" + state + names(rng, 25).replace("<<", "<", 0)[:25] + symbols(rng, "d", 6)
        second = symbols(rng, "d", 12) + "9" + names(rng, 14) + born + sex
        return (first, (second + check_digit(first + second)))
    if kind == "TD1":
        first = (code + state + checked(number) + (symbols(rng, "dl", int(rng.integers(0, 14))))).ljust(
            30, "<"
        )
        second = (born + sex + ends + state).ljust(29, "<")
        return (
            first,
            second + check_digit(first[5:30] + second[:7] + second[8:15] + second[18:29]),
            names(rng, 30),
        )
    first = ("P<" if kind == "TD3" else code) + state + names(rng, length - 5)
    second = (checked(number) + state + born + sex + ends).ljust(length, "<")
    if kind == "TD3" and rng.random() < 0.5:
        second = second[:28] + symbols(rng, "dl", 12) + "<<" + second[42:]
    if kind in {"TD2", "TD3"}:
        second = second[:-1] + check_digit(second[:10] + second[13:20] + second[21:-1])
    return first, second


class Pages:
    """Draws cases from a seed."""

    def __init__(self, seed: int, cuts: int = 24, *, harder: bool = False) -> None:
        """`cuts` shapes of OCR-B, other ones for every seed; `harder` for the second list of hardships."""
        self._kinds = tuple(HARDER) if harder else (*HARDSHIPS, *WITHOUT)
        rng = np.random.default_rng([seed, 2])
        self._cuts = atlases((FONTS / "OCRB.otf", FONTS / "OCRBS.otf"), rng, cuts)
        self._faces = [fields(Shape(font=font)) for font in MONOSPACED]
        self._seed = seed

    def case(self, number: int, hardship: str | None = None) -> Case:
        """Case `number`: hardships take turns."""
        rng = np.random.default_rng([self._seed, number])
        hardship = hardship or self._kinds[number % len(self._kinds)]
        if hardship in WITHOUT:
            return Case(hardship=hardship, pixels=_filed(rng, WITHOUT[hardship](rng)), lines=())
        flat = self._flat(rng, number, hardship)
        pixels = (HARDSHIPS | HARDER)[hardship](rng, flat)
        if hardship not in AS_TAKEN:
            pixels = _filed(rng, pixels, spare=hardship in SMALL)
        return Case(hardship=hardship, pixels=pixels, lines=flat.lines)

    def _flat(self, rng: Rng, number: int, hardship: str) -> Flat:
        kind = str(rng.choice(list(LENGTHS), p=(0.3, 0.1, 0.35, 0.08, 0.08, 0.09)))
        job = Job(
            design=str(rng.choice(DESIGNS[kind])),
            copy=number,
            holder=number,
            channel="flatbed",
            seed=self._seed,
        )
        sheet = sheets(job)[-1]
        place = sheet.design.mrz_place
        if place is None:
            raise ValueError(f"{job.design} has no zone")
        page = render(sheet.without("mrz"), View(light=Light.WHITE, tilt=0.5, gleam=0.15), PX_PER_MM).copy()
        lines = zone(rng, kind)
        cell = place.pitch * PX_PER_MM
        spacing = abs(place.centres[1] - place.centres[0]) * PX_PER_MM
        if hardship == "spacing":
            spacing *= float(rng.uniform(0.75, 1.25))
        if hardship == "length":
            longest = int((page.shape[1] - 2 * cell) / cell)
            length = int(rng.integers(28, min(46, longest) + 1))
            lines = tuple(symbols(rng, "dlf", length) for _ in lines)
        if hardship == "short":
            lines = _shortened(rng, lines)
        if hardship.startswith("misprint"):
            lines = _misprinted(rng, kind, lines)
        left = place.left * PX_PER_MM
        top = page.shape[0] - place.centres[0] * PX_PER_MM
        page = _strong_ground(rng, page, int(top - cell)) if hardship == "guilloche" else page
        if hardship in LARGE:
            page, left, top, cell = _large_sheet(rng, page, top, cell)
            spacing = abs(place.centres[1] - place.centres[0]) / place.pitch * cell
        if hardship == "plain":
            page[int(top - 1.2 * cell) :] = int(rng.integers(225, 256))
        self._print(rng, page, lines, (left + cell / 2, top), cell, spacing, hardship)
        half = cell * 0.55
        box = (left, top - half, left + cell * len(lines[0]), top + spacing * (len(lines) - 1) + half)
        lines = tuple(line.strip(BLANK) for line in lines)
        return Flat(pixels=page, lines=lines, box=tuple(round(v) for v in box))

    def _print(  # noqa: PLR0917 (what is drawn, and where)
        self,
        rng: Rng,
        page: Image,
        lines: tuple[str, ...],
        first: tuple[float, float],
        cell: float,
        spacing: float,
        hardship: str,
    ) -> None:
        cuts = self._faces if hardship == "other face" else self._cuts
        atlas = cuts[int(rng.integers(len(cuts)))]
        weight = {"bold": rng.uniform(1.6, 3.0), "thin": rng.uniform(-1.7, -0.9)}.get(
            hardship, rng.normal(0.2, 0.5)
        )
        ink = {"faint": rng.uniform(0.45, 0.62)}.get(hardship, rng.uniform(0.0, 0.28))
        zoom = cell / CELL
        shade = np.ones(page.shape[:2], np.float32)
        for n, line in enumerate(lines):
            alpha = _set(atlas, line, float(weight))
            matrix = np.array(
                [[zoom, 0, first[0] - cell / 2], [0, zoom, first[1] + n * spacing - zoom * TILE / 2]]
            )
            soft = cv2.GaussianBlur(alpha, (0, 0), 0.45 / zoom)
            size = (page.shape[1], page.shape[0])
            shade = np.minimum(shade, 1 - cv2.warpAffine(soft, matrix, size, flags=cv2.INTER_LINEAR))
        colour = np.array([ink, ink * rng.uniform(0.7, 1), ink * rng.uniform(0.7, 1.2)]) * 255
        page[:] = np.clip(page * shade[..., None] + colour * (1 - shade[..., None]), 0, 255).astype(np.uint8)


def _set(atlas: Floats, line: str, weight: float) -> Floats:
    alpha = np.zeros((TILE, len(line) * CELL + TILE), np.float32)
    for n, symbol in enumerate(line):
        if symbol == BLANK:
            continue
        tile = np.clip(0.5 + (atlas[SYMBOLS.index(symbol)] + weight) / 1.2, 0, 1)
        view = alpha[:, n * CELL : n * CELL + TILE]
        np.maximum(view, tile, out=view)
    return alpha[:, (TILE - CELL) // 2 :]


def _shortened(rng: Rng, lines: tuple[str, ...]) -> tuple[str, ...]:
    """One or two characters left out at an end of one line or of all: what is not printed must not be read."""
    count, first = int(rng.integers(1, 3)), rng.random() < 0.5
    which = int(rng.integers(-1, len(lines)))
    blanks = BLANK * count
    shorter = [blanks + line[count:] if first else line[:-count] + blanks for line in lines]
    return tuple(
        s if which in {-1, n} else line for n, (s, line) in enumerate(zip(shorter, lines, strict=True))
    )


def _misprinted(rng: Rng, kind: str, lines: tuple[str, ...]) -> tuple[str, ...]:
    """One look-alike in the name and one in a date: a digit for a letter, a letter for a digit, as forgers print them."""
    name, date = ((2, 0), (1, 0)) if kind == "TD1" else ((0, 5), (1, 27 if kind == "FRANCE" else 13))
    rows = [list(line) for line in lines]
    rows[name[0]][name[1] + int(rng.integers(0, 2))] = str(rng.choice(list("01258")))
    rows[date[0]][date[1] + int(rng.integers(0, 6))] = str(rng.choice(list("OIZSB")))
    return tuple("".join(row) for row in rows)


def _large_sheet(rng: Rng, page: Image, top: float, cell: float) -> tuple[Image, float, float, float]:
    """A sheet with the page's upper part on it and room below for a zone 1.5 to 2.5 times as large; its place and cell."""
    cell *= float(rng.uniform(1.5, 2.5))
    kept = page[: int(top - 20)]
    size = (kept.shape[0] + int(9 * cell), max(page.shape[1], int(50 * cell)))
    sheet = np.full((*size, 3), rng.uniform(225, 255), np.uint8)
    sheet[: kept.shape[0], : kept.shape[1]] = kept
    return sheet, float(rng.uniform(1, 4)) * cell, kept.shape[0] + 2.5 * cell, cell


def _strong_ground(rng: Rng, page: Image, top: int) -> Image:
    canvas = np.zeros(page.shape[:2], np.uint8)
    t = np.arange(0, page.shape[1], 4)
    for offset in np.arange(top - 40, page.shape[0] + 40, rng.uniform(4, 9)):
        y = offset + rng.uniform(4, 10) * np.sin(t / rng.uniform(18, 60) + offset / 30)
        points = np.stack([t, y], axis=1).astype(np.int32)
        cv2.polylines(canvas, [points], False, 255, int(rng.integers(1, 3)), cv2.LINE_AA)
    share = canvas[..., None].astype(np.float32) / 255 * rng.uniform(0.2, 0.5)
    return np.asarray(page * (1 - share) + np.array(rng.uniform(40, 200, 3)) * share, np.uint8)


def _resized(pixels: Image, scale: float) -> Image:
    kernel = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=kernel), np.uint8)


def _filed(rng: Rng, pixels: Image, *, spare: bool = False) -> Image:
    """What befalls every file: some size of the web, some softness, JPEG."""
    if not spare and rng.random() < 0.7 and max(pixels.shape) < 2000:
        pixels = _resized(pixels, float(rng.uniform(0.55, 1.3)))
    if rng.random() < 0.3:
        pixels = cv2.GaussianBlur(pixels, (0, 0), float(rng.uniform(0.3, 0.8)))
    return _compressed(rng, pixels, 60, 96)


def _compressed(rng: Rng, pixels: Image, low: int, high: int) -> Image:
    _, packed = cv2.imencode(
        ".jpg", pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(low, high))]
    )
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[..., ::-1], np.uint8)


def _table(rng: Rng, height: int, width: int) -> Image:
    """A table top or a plain backdrop."""
    coarse = rng.normal(0, rng.uniform(0, 14), (height // 24 + 2, width // 24 + 2)).astype(np.float32)
    blotch = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)[..., None]
    return np.asarray(np.clip(rng.uniform(20, 245, 3) + blotch, 0, 255), np.uint8)


def _placed(rng: Rng, flat: Flat, matrix: NDArray[np.float64], size: tuple[int, int]) -> Image:
    canvas = _table(rng, size[1], size[0])
    cover = cv2.warpPerspective(np.full(flat.pixels.shape[:2], 255, np.uint8), matrix, size)
    page = cv2.warpPerspective(flat.pixels, matrix, size, flags=cv2.INTER_AREA)
    share = cover[..., None].astype(np.float32) / 255
    return np.asarray(canvas * (1 - share) + page * share, np.uint8)


def _turned(rng: Rng, flat: Flat, degrees: float) -> Image:
    height, width = flat.pixels.shape[:2]
    reach = int(np.hypot(height, width) * rng.uniform(1.0, 1.15))
    matrix = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), [0, 0, 1]])
    matrix[:2, 2] += np.array([reach - width, reach - height]) / 2
    return _placed(rng, flat, matrix, (reach, reach))


def _photo(rng: Rng, flat: Flat) -> Image:
    """Hand-held: perspective, uneven light, blur, noise, thumbs."""
    height, width = flat.pixels.shape[:2]
    size = (int(width * rng.uniform(1.15, 1.6)), int(height * rng.uniform(1.15, 1.8)))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    target = corners + (np.array(size) - (width, height)) / 2 + rng.normal(0, 0.035 * width, (4, 2))
    matrix = cv2.getPerspectiveTransform(corners, target.astype(np.float32)).astype(np.float64)
    image = _placed(rng, flat, matrix, size).astype(np.float32)
    y, x = np.mgrid[0 : size[1], 0 : size[0]].astype(np.float32)
    ramp = 1 + rng.normal(0, 0.3) * (x / size[0] - 0.5) + rng.normal(0, 0.3) * (y / size[1] - 0.5)
    image = np.clip(image * ramp[..., None] * rng.uniform(0.6, 1.05), 0, 255)
    for _ in range(int(rng.integers(0, 3))):
        at = target[int(rng.integers(2))] + rng.normal(0, 15, 2)
        cv2.circle(
            image, tuple(int(v) for v in at), int(rng.uniform(20, 45)), (205, 160, 140), -1, cv2.LINE_AA
        )
    image = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.6, 1.3)))
    return np.clip(image + rng.normal(0, rng.uniform(1, 7), image.shape), 0, 255).astype(np.uint8)


def _web_small(rng: Rng, flat: Flat) -> Image:
    scale = float(rng.uniform(7.0, 10.5)) / (2.54 * PX_PER_MM)
    return _compressed(rng, _resized(flat.pixels, scale), 55, 92)


def _enlarged(rng: Rng, flat: Flat) -> Image:
    return _resized(_web_small(rng, flat), float(rng.uniform(1.4, 2.6)))


def _screenshot(rng: Rng, flat: Flat) -> Image:
    """A browser's window around the page, with its lines of text."""
    height, width = flat.pixels.shape[:2]
    canvas = np.full(
        (height + int(rng.integers(120, 400)), width + int(rng.integers(40, 500)), 3), 255, np.uint8
    )
    canvas[: int(rng.integers(30, 70))] = int(rng.integers(40, 230))
    y, x = int(rng.uniform(70, canvas.shape[0] - height)), int(rng.uniform(0, canvas.shape[1] - width))
    for row in range(90, canvas.shape[0], 22):
        _words(rng, canvas, (8, row), canvas.shape[1])
    canvas[y - 4 : y + height + 4, max(x - 4, 0) : x + width + 4] = int(rng.integers(200, 256))
    canvas[y : y + height, x : x + width] = flat.pixels
    return canvas


def _words(rng: Rng, canvas: Image, at: tuple[int, int], right: int, size: float = 0.5) -> None:
    x = at[0]
    letters = list("abcdefghijklmnopqrstuvwxyzABCDEFGHIKLMNOPRST0123456789")
    while x < right - 60:
        word = "".join(rng.choice(letters, int(rng.integers(2, 10))))
        cv2.putText(canvas, word, (x, at[1]), cv2.FONT_HERSHEY_SIMPLEX, size, (40, 40, 40), 1, cv2.LINE_AA)
        x += int(len(word) * 20 * size + 12)


def _overprint(rng: Rng, flat: Flat) -> Image:
    """SPECIMEN across the page, over the zone."""
    height, width = flat.pixels.shape[:2]
    mask = np.zeros((height, width), np.uint8)
    size = float(rng.uniform(2.5, 6.5))
    middle = (flat.box[1] + flat.box[3]) / 2
    for offset in (0, -0.5) if rng.random() < 0.4 else (0,):
        at = (int(rng.uniform(-0.05, 0.2) * width), int(middle + offset * height + rng.uniform(0, 12) * size))
        cv2.putText(
            mask,
            "SPECIMEN",
            at,
            cv2.FONT_HERSHEY_SIMPLEX,
            size,
            255,
            int(size * rng.uniform(2, 4)),
            cv2.LINE_AA,
        )
    turn = cv2.getRotationMatrix2D((width / 2, middle), float(rng.choice((0, 20, 35, -20))), 1.0)
    share = cv2.warpAffine(mask, turn, (width, height))[..., None].astype(np.float32) / 255
    colour = np.array([(200, 30, 30), (120, 120, 120), (20, 20, 120), (255, 255, 255)][int(rng.integers(4))])
    share = share * rng.uniform(0.15, 0.45)
    return np.asarray(flat.pixels * (1 - share) + colour * share, np.uint8)


def _tint(rng: Rng, flat: Flat) -> Image:
    tint = rng.uniform(0.35, 1.0, 3)
    return np.asarray(np.clip(flat.pixels * tint * rng.uniform(0.8, 1.0), 0, 255), np.uint8)


def _grey(rng: Rng, flat: Flat) -> Image:
    grey = cv2.cvtColor(flat.pixels, cv2.COLOR_RGB2GRAY).astype(np.float32)
    low = rng.uniform(0, 110)
    return np.repeat(
        np.clip(low + grey * rng.uniform(0.35, 0.8), 0, 255).astype(np.uint8)[..., None], 3, axis=2
    )


def _cropped(rng: Rng, flat: Flat) -> Image:
    """The zone touches the image's border: the page was cut close."""
    left, _, right, bottom = flat.box
    height, width = flat.pixels.shape[:2]
    sides = rng.random(3) < (0.5, 0.8, 0.5)
    x0 = left - int(rng.integers(1, 8)) if sides[0] else 0
    x1 = right + int(rng.integers(1, 8)) if sides[2] else width
    y1 = bottom + int(rng.integers(1, 8)) if sides[1] else height
    return np.ascontiguousarray(flat.pixels[: min(y1, height), max(x0, 0) : min(x1, width)])


def _strip(rng: Rng, flat: Flat) -> Image:
    """Nothing but the zone."""
    left, top, right, bottom = flat.box
    pad = [int(v) for v in rng.integers(2, 30, 4)]
    height, width = flat.pixels.shape[:2]
    rows = slice(max(top - pad[0], 0), min(bottom + pad[1], height))
    return np.ascontiguousarray(flat.pixels[rows, max(left - pad[2], 0) : min(right + pad[3], width)])


def _close_text(rng: Rng, flat: Flat) -> Image:
    """Lines of print close above and below the zone."""
    image = flat.pixels.copy()
    left, top, _, bottom = flat.box
    size = float(rng.uniform(0.4, 0.7))
    _words(rng, image, (left, int(top - rng.uniform(2, 7))), image.shape[1], size)
    _words(rng, image, (left, int(top - rng.uniform(24, 30))), image.shape[1], size)
    _words(rng, image, (left, int(bottom + size * 22 + rng.uniform(3, 8))), image.shape[1], size)
    return image


def _frame(rng: Rng, flat: Flat) -> Image:
    """A box drawn close around the zone, or bars beside its ends."""
    image = flat.pixels.copy()
    left, top, right, bottom = flat.box
    gap = [int(v) for v in rng.integers(3, 16, 4)]
    colour = tuple(int(v) for v in rng.integers(0, 160, 3))
    thick = int(rng.integers(1, 5))
    if rng.random() < 0.5:
        cv2.rectangle(image, (left - gap[0], top - gap[1]), (right + gap[2], bottom + gap[3]), colour, thick)
    else:
        for x in (left - gap[0], right + gap[2]):
            cv2.line(image, (x, 0), (x, image.shape[0]), colour, thick, cv2.LINE_AA)
    return image


def _collage(rng: Rng, flat: Flat) -> Image:
    """Another side of a card beside or above the page."""
    sheet = sheets(
        Job(design=str(rng.choice(("td1", "permit"))), copy=1, holder=1, channel="flatbed", seed=1)
    )[0]
    other = render(sheet, View(light=Light.WHITE), PX_PER_MM)
    gap = int(rng.integers(0, 40))
    (h, w), (oh, ow) = flat.pixels.shape[:2], other.shape[:2]
    ground = int(rng.integers(150, 256))
    if rng.random() < 0.5:
        canvas = np.full((h + oh + gap, max(w, ow), 3), ground, np.uint8)
        first = rng.random() < 0.7
        canvas[(oh + gap) * first : (oh + gap) * first + h, :w] = flat.pixels
        start = 0 if first else h + gap
        canvas[start : start + oh, :ow] = other
    else:
        canvas = np.full((max(h, oh), w + ow + gap, 3), ground, np.uint8)
        canvas[:h, :w] = flat.pixels
        canvas[:oh, w + gap :] = other
    return canvas


def _opened(rng: Rng, flat: Flat) -> Image:
    """A booklet: another page above the data page, with its lines of print, and a dark fold."""
    height, width = flat.pixels.shape[:2]
    upper = np.full((height, width, 3), rng.uniform(200, 250, 3), np.uint8)
    for row in range(60, height - 40, int(rng.integers(22, 50))):
        _words(
            rng,
            upper,
            (int(rng.integers(20, 90)), row),
            width - int(rng.integers(0, 300)),
            float(rng.uniform(0.4, 0.8)),
        )
    both = np.vstack([upper, flat.pixels])
    y = np.arange(2 * height, dtype=np.float32)
    fold = 1 - 0.5 * np.exp(-np.square((y - height) / 14))
    return _photo(rng, replace(flat, pixels=np.asarray(both * fold[:, None, None], np.uint8)))


def _curved(rng: Rng, flat: Flat) -> Image:
    height, width = flat.pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    u = x / width - rng.uniform(0.3, 0.7)
    bend = rng.uniform(8, 26) * rng.choice((-1, 1)) * (1 - 4 * np.square(u))
    shift = rng.uniform(-14, 14) * np.sin(3 * u)
    image = cv2.remap(
        flat.pixels, (x + shift).astype(np.float32), (y + bend).astype(np.float32), cv2.INTER_CUBIC
    )
    return np.asarray(image, np.uint8)


def _glare(rng: Rng, flat: Flat) -> Image:
    left, top, right, bottom = flat.box
    y, x = np.mgrid[0 : flat.pixels.shape[0], 0 : flat.pixels.shape[1]].astype(np.float32)
    cx, cy = rng.uniform(left, right), rng.uniform(top, bottom)
    radius = rng.uniform(40, 130)
    spot = np.exp(-np.square((x - cx) / radius) - np.square((y - cy) / (radius * rng.uniform(0.4, 1))))
    share = (spot * rng.uniform(0.5, 0.88))[..., None]
    return np.asarray(flat.pixels * (1 - share) + 255 * share, np.uint8)


def _shadow(rng: Rng, flat: Flat) -> Image:
    left, top, right, bottom = flat.box
    y, x = np.mgrid[0 : flat.pixels.shape[0], 0 : flat.pixels.shape[1]].astype(np.float32)
    angle = rng.uniform(0, np.pi)
    distance = (x - rng.uniform(left, right)) * np.cos(angle) + (y - rng.uniform(top, bottom)) * np.sin(angle)
    edge = 1 / (1 + np.exp(-distance / rng.uniform(0.6, 12)))
    return np.asarray(flat.pixels * (1 - rng.uniform(0.3, 0.7) * edge[..., None]), np.uint8)


def _blurred(rng: Rng, flat: Flat) -> Image:
    return np.asarray(cv2.GaussianBlur(flat.pixels, (0, 0), float(rng.uniform(2.0, 3.4))), np.uint8)


def _noisy(rng: Rng, flat: Flat) -> Image:
    noise = cv2.GaussianBlur(rng.normal(0, 1, flat.pixels.shape).astype(np.float32), (0, 0), 0.8)
    dark = flat.pixels * rng.uniform(0.3, 0.8)
    return np.asarray(np.clip(dark + noise / noise.std() * rng.uniform(8, 20), 0, 255), np.uint8)


def _copied(rng: Rng, flat: Flat) -> Image:
    """A photocopy or a fax: black or white."""
    grey = cv2.GaussianBlur(cv2.cvtColor(flat.pixels, cv2.COLOR_RGB2GRAY), (0, 0), 0.8)
    level = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 41, float(rng.uniform(12, 30))
    )
    return np.repeat(np.asarray(level, np.uint8)[..., None], 3, axis=2)


def _far(rng: Rng, flat: Flat) -> Image:
    """A small zone in a tall large frame."""
    scale = float(rng.uniform(9, 15)) / (2.54 * PX_PER_MM)
    page = _resized(flat.pixels, scale)
    canvas = _table(rng, 3840, 2160)
    y, x = (int(rng.uniform(0, canvas.shape[k] - page.shape[k])) for k in (0, 1))
    canvas[y : y + page.shape[0], x : x + page.shape[1]] = page
    return canvas


def _negative(_: Rng, flat: Flat) -> Image:
    return 255 - flat.pixels


def _packed(rng: Rng, flat: Flat) -> Image:
    return _compressed(rng, _resized(flat.pixels, float(rng.uniform(0.5, 0.9))), 12, 35)


def _as_is(_: Rng, flat: Flat) -> Image:
    return flat.pixels


HARDSHIPS: dict[str, Callable[[Rng, Flat], Image]] = {
    "none": _as_is,
    "plain": _as_is,
    "spacing": _as_is,
    "length": _as_is,
    "bold": _as_is,
    "thin": _as_is,
    "faint": _as_is,
    "guilloche": _as_is,
    "web small": _web_small,
    "enlarged": _enlarged,
    "screenshot": _screenshot,
    "overprint": _overprint,
    "tint": _tint,
    "grey": _grey,
    "cropped": _cropped,
    "strip": _strip,
    "close text": _close_text,
    "frame": _frame,
    "collage": _collage,
    "opened": _opened,
    "photo": _photo,
    "small angle": lambda rng, flat: _turned(rng, flat, float(rng.uniform(-20, 20))),
    "any angle": lambda rng, flat: _turned(rng, flat, float(rng.uniform(0, 360))),
    "quarter turn": lambda rng, flat: np.ascontiguousarray(np.rot90(flat.pixels, int(rng.integers(1, 4)))),
    "curved": _curved,
    "glare": _glare,
    "shadow": _shadow,
    "blurred": _blurred,
    "noisy": _noisy,
    "photocopy": _copied,
    "far": _far,
    "JPEG": _packed,
    "white on black": _negative,
}


def _sent(rng: Rng, pixels: Image) -> Image:
    """As it is, or through JPEG."""
    return _compressed(rng, pixels, 75, 96) if rng.random() < 0.5 else pixels


HARDER: dict[str, Callable[[Rng, Flat], Image]] = {
    "slanted": lambda rng, flat: harder.slanted(rng, flat.pixels),
    "steep": lambda rng, flat: harder.steep(rng, flat.pixels),
    "close cut": lambda rng, flat: harder.close_cut(rng, flat.pixels, flat.box),
    "diffused": lambda rng, flat: _sent(rng, harder.diffused(rng, flat.pixels)),
    "ordered": lambda rng, flat: _sent(rng, harder.ordered(rng, flat.pixels)),
    "bilevel": lambda rng, flat: _sent(rng, harder.bilevel(rng, flat.pixels)),
    "bilevel locally": lambda rng, flat: _sent(rng, harder.bilevel_locally(rng, flat.pixels)),
    "large": _as_is,
    "short": _as_is,
    "misprint": _as_is,
    "misprint small": lambda rng, flat: _resized(flat.pixels, float(rng.uniform(5, 8)) / (2.4 * PX_PER_MM)),
    "five pixels": lambda rng, flat: _resized(flat.pixels, float(rng.uniform(5, 6.5)) / (2.4 * PX_PER_MM)),
}
"""The second list; `other face` besides where `MONOSPACED_FONTS` names any."""
if MONOSPACED:
    HARDER["other face"] = _as_is
LARGE = {"large", "other face"}
AS_TAKEN = {"slanted", "steep", "diffused", "ordered", "bilevel", "bilevel locally"}
"""Files as they leave the camera, the scanner or the scissors."""
SMALL = {"five pixels", "misprint small", "web small", "enlarged", "blurred", "JPEG", "far"}
"""Not made smaller still."""


def _text_page(rng: Rng) -> Image:
    canvas = np.full((900, 700, 3), rng.uniform(215, 256, 3), np.uint8)
    for row in range(40, 880, int(rng.integers(15, 34))):
        _words(rng, canvas, (int(rng.integers(10, 40)), row), 700, float(rng.uniform(0.4, 0.6)))
    return canvas


def _fixed_pitch(rng: Rng) -> Image:
    """Code listings, receipts, tickets: lines of one pitch, some of them full."""
    from PIL import Image as Pil  # noqa: PLC0415
    from PIL import ImageDraw, ImageFont  # noqa: PLC0415

    fonts = HERE.parents[2] / "sample_docs/generator/fonts"
    size = int(rng.integers(11, 26))
    font = ImageFont.truetype(str(fonts / "DejaVuSansMono.ttf"), size)
    columns = int(rng.integers(24, 60))
    page = Pil.new(
        "RGB", (int(columns * size * 0.62) + 40, 700), tuple(int(v) for v in rng.integers(215, 256, 3))
    )
    pen, ink = ImageDraw.Draw(page), int(rng.integers(0, 90))
    letters = list("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<>=_-.#*") + [" "] * int(
        rng.integers(0, 12)
    )
    case = str.upper if rng.random() < 0.5 else str
    for row in range(10, 680, int(size * rng.uniform(1.15, 2.2))):
        line = (
            "".join(rng.choice(letters, int(columns * rng.uniform(0.5, 1))))
            if rng.random() < 0.9
            else "=" * columns
        )
        pen.text((20, row), case(line), fill=(ink,) * 3, font=font)
    return np.asarray(page).copy()


def _bars(rng: Rng) -> Image:
    """Barcodes with their numbers."""
    canvas = np.full((500, 900, 3), 250, np.uint8)
    for top in (40, 260):
        x = 40
        while x < 840:
            wide = int(rng.integers(1, 6)) * 2
            canvas[top : top + 130, x : x + wide] = 10
            x += wide + int(rng.integers(1, 5)) * 2
        cv2.putText(
            canvas,
            symbols(rng, "d", 30),
            (60, top + 165),
            cv2.FONT_HERSHEY_PLAIN,
            2,
            (20,) * 3,
            2,
            cv2.LINE_AA,
        )
    return canvas


def _matrix_code(rng: Rng) -> Image:
    cells = rng.integers(0, 2, (int(rng.integers(20, 60)), int(rng.integers(20, 90)))) * 255
    code = np.kron(cells, np.ones((8, 8))).astype(np.uint8)
    return np.repeat(np.pad(code, 40, constant_values=255)[..., None], 3, axis=2)


def _grid(rng: Rng) -> Image:
    canvas = np.full((700, 1000, 3), 252, np.uint8)
    step = int(rng.integers(16, 40))
    canvas[::step] = canvas[:, :: 4 * step] = 90
    for row in range(step, 700, step):
        for column in range(6, 990, 4 * step):
            text = symbols(rng, "d", int(rng.integers(1, 6)))
            cv2.putText(
                canvas,
                text,
                (column, row - 4),
                cv2.FONT_HERSHEY_SIMPLEX,
                step / 45,
                (30,) * 3,
                1,
                cv2.LINE_AA,
            )
    return canvas


def _front(rng: Rng) -> Image:
    job = Job(
        design=str(rng.choice(("td1", "permit"))),
        copy=int(rng.integers(9999)),
        holder=3,
        channel="flatbed",
        seed=3,
    )
    return render(sheets(job)[0], View(light=Light.WHITE), PX_PER_MM)


def _page_without(rng: Rng) -> Image:
    """A data page whose zone is missing."""
    job = Job(
        design=str(rng.choice(("td3-1", "td3-2", "td2"))),
        copy=int(rng.integers(9999)),
        holder=4,
        channel="flatbed",
        seed=3,
    )
    return render(sheets(job)[-1].without("mrz"), View(light=Light.WHITE), PX_PER_MM)


def _texture(rng: Rng) -> Image:
    canvas = _table(rng, 700, 1000)
    step = int(rng.integers(6, 22))
    canvas[::step] //= 2
    canvas[:, ::step] //= 2
    return canvas


WITHOUT: dict[str, Callable[[Rng], Image]] = {
    "no zone: text": _text_page,
    "no zone: fixed pitch": _fixed_pitch,
    "no zone: barcode": _bars,
    "no zone: matrix code": _matrix_code,
    "no zone: grid": _grid,
    "no zone: front": _front,
    "no zone: page": _page_without,
    "no zone: texture": _texture,
}
