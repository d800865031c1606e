"""Number and length of the lines of the machine readable zone.

A line that was *read* too short is nearly always a missed character. So a length is measured only where the print itself
shows it: the characters stand evenly at the pitch of the other lines, and the paper is blank where the missing ones would
stand; or the surplus ones are clear characters at the same pitch. Otherwise the check abstains.

Cannot see: a missing line (two lines of 30 may be a card whose third line was not found), or text of the right length in
the wrong place.

Sources: Doc 9303 Parts 4 to 7 section 4.2; BSI TR-03135 LengthCheck; standards.md 1.1, 1.9.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.checks.claims import ClaimId
from docforensics.checks.outcome import Measured, Outcome, Region
from docforensics.checks.spec import Beside, CheckSpec
from docforensics.checks.support.mrz_print import EVEN, UNEVEN, UNREAD, Print, read_print
from docforensics.checks.support.unseen import light_of_page
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.page.quantiles import median_of

SPEC = CheckSpec(
    title="Length of the machine readable zone",
    unit="characters missing or too many",
    verifies=frozenset({ClaimId.MRZ_DATA}),
    tr03135="LengthCheck",
    needs_mrz=True,
    adverse="A line of the machine readable zone is printed with {printed} characters, {expected} belong there.",
    favourable="The machine readable zone has {lines} lines of {expected} characters, as format {format} asks.",
    advice="Count the characters of the marked line on the document itself.",
    beside=Beside.NOTHING,
    facts={"printed": int, "expected": int, "lines": int, "format": str},
)

_SAME_PITCH = 0.03
"""Share by which the lines of one print may differ in pitch. A judgement; not fitted."""
_CLEAR = 0.9
"""Posterior from which a surplus character is taken for one."""
_MINIMUM_STEPS = 8
"""Steps between characters from which a pitch is known. A judgement; not fitted."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LineLength:
    """The places of one line's characters on the page."""

    boxes: tuple[BoxMm, ...]
    pitch: float
    """Millimetres."""
    is_even: bool


def measure(document: Document) -> Outcome:
    """Count by how many characters the worst line departs from its format; abstain where a misread may explain it."""
    seen = read_print(document)
    if seen is None:
        return UNREAD
    expected, lengths = seen.layout.length, tuple(len(line) for line in seen.posteriors)
    odd = [index for index, length in enumerate(lengths) if length != expected]
    lines = tuple(line_of(seen, index) for index in range(len(lengths)))
    if len(lengths) != seen.layout.n_lines or not all(is_printed_so(seen, lines, index) for index in odd):
        return UNEVEN
    worst = max(range(len(lengths)), key=lambda index: abs(lengths[index] - expected))
    return Measured(
        value=float(abs(lengths[worst] - expected)),
        regions=tuple(_region(seen, lines[index]) for index in odd),
        facts={
            "printed": lengths[worst],
            "expected": expected,
            "lines": len(lengths),
            "format": str(seen.mrz.format),
        },
    )


def line_of(seen: Print, index: int) -> LineLength:
    """Lay one line's characters out on the page."""
    to_mm = seen.document.sides[seen.side].page.to_mm
    boxes = tuple(BoxMm.around(to_mm(item.corners)) for item in seen.reading.characters[index])
    steps = np.diff([box.centre[0] for box in boxes])
    pitch = median_of(steps) if len(steps) >= _MINIMUM_STEPS else 0.0
    return LineLength(
        boxes=boxes, pitch=pitch, is_even=pitch > 0 and bool(np.all(np.abs(steps / pitch - 1) < EVEN))
    )


def is_printed_so(seen: Print, lines: tuple[LineLength, ...], index: int) -> bool:
    """Whether the print itself shows the wrong length of a line, so that no missed character explains it."""
    line, others = lines[index], [other for place, other in enumerate(lines) if place != index]
    same_pitch = all(abs(line.pitch / other.pitch - 1) < _SAME_PITCH for other in others if other.pitch > 0)
    if not (line.is_even and same_pitch and others):
        return False
    surplus = len(line.boxes) - seen.layout.length
    if surplus > 0:
        is_seen = all(row != index for row, _ in seen.blind)
        return is_seen and all(item.confidence >= _CLEAR for item in seen.reading.characters[index])
    return _is_blank_around(seen, line, -surplus)


def _is_blank_around(seen: Print, line: LineLength, missing: int) -> bool:
    """Whether the paper is bare on both sides of a line, as far as the missing characters would reach."""
    shift = line.pitch * missing
    right, left = line.boxes[-1], line.boxes[0]
    after = BoxMm(left=right.right + 0.2, top=right.top, right=right.right + shift, bottom=right.bottom)
    before = BoxMm(left=left.left - shift, top=left.top, right=left.left - 0.2, bottom=left.bottom)
    return all(_is_blank(seen, line, box) for box in (after, before))


def _is_blank(seen: Print, line: LineLength, box: BoxMm) -> bool:
    paper = _grey(seen)
    bare, ink = _cut(seen, paper, box), [_cut(seen, paper, place) for place in line.boxes]
    if bare is None or any(piece is None for piece in ink):
        return False
    printed = np.concatenate([piece.ravel() for piece in ink if piece is not None])
    dark, bright = np.percentile(printed, (5, 90))
    return bool(np.percentile(bare, 2) > (dark + bright) / 2)


def _grey(seen: Print) -> NDArray[np.float64]:
    pixels = seen.document.sides[seen.side].page.pixels
    image = pixels.get(Light.VISIBLE, next(iter(pixels.values())))
    return image.astype(np.float64) if image.ndim == 2 else image.mean(axis=2, dtype=np.float64)


def _cut(seen: Print, image: NDArray[np.float64], box: BoxMm) -> NDArray[np.float64] | None:
    """Cut a place out of the page; None when it does not lie wholly on it and in the capture, or a part of it is hidden."""
    page = seen.document.sides[seen.side].page
    place = page.box_px(box)
    if not (place.lies_in(image.shape) and page.shows(box)):
        return None
    return None if page.visibility.unseen(box, light_of_page(page)) is not None else image[place.slices]


def _region(seen: Print, line: LineLength) -> Region:
    around = BoxMm.around(np.concatenate([box.corners for box in line.boxes]))
    return Region(side=seen.side, box=around.grown(0.4), label="length of this line")
