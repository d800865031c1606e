"""Straight lines along the portrait's border: a cut edge, its shadow, the rim of a lifted laminate, a frame of its own.

A portrait that was printed with the page melts into it (Doc 9303-2 asks for an integrated portrait); one that was stuck on, or
pasted into the file as a rectangle, ends in straight lines that run its whole height or width. The page is compared with the
reference (so a frame that the series prints is expected), and in strips along each side a straight line or step is looked for
that goes on over most of the side, a little askew if need be. Where the reference knows a printed line in parts of a side, as of a frame that hair or another press's plate
interrupts, no line is looked for there. A side on which all genuine portraits were seen to end (shoulders
at the foot) is not asked, and of the others two must show a line: hair and clothing make one on one side, rarely on two. A side on which all of the template's own
captures show one, such as the foot of a coloured field behind other holders' hair, is asked for a clearer one, and is not counted in favour; where another side shows one then, the check abstains.

Cannot see: a photo whose edge was feathered away, or cut exactly along a printed frame, or no clearer than what the template's own captures show there. Glare edges and creases are straight
too, but seldom lie on two sides. Abstains where genuine portraits of the series are rectangles themselves, and where fewer than
three holders were seen, which do not show it.

Sources: standards.md 6.3; TR-03135 PrimaryFacialImageEmbedding; PRADO "integrated portrait", "photo substitution".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.own_values import FEWEST, rare_value
from docforensics.checks.portrait._framed import Framed, framed_portraits
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec, kept_name
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.geometry import BoxMm, BoxPx
from docforensics.page.quantiles import median_of
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, PageSide
from docforensics.templates.planes import Map, Mask, as_grey, mean_level

_MARKED = 3.0
"""Grey levels from which a side is named: 770 genuine pages of Utopia, whose portraits have no frame, stay below 2.5 (calibration half); the row is neutral at 4."""
_ID = "portrait.portrait_border"
SPEC = CheckSpec(
    title="Border of the portrait",
    unit="grey levels of the second clearest straight line along the portrait's sides",
    verifies=frozenset({ClaimId.PORTRAIT}),
    tr03135="PrimaryFacialImageEmbedding",
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=5.0,
    usual=_MARKED,
    adverse="Straight lines run along the portrait that the reference does not have: a cut edge or a frame. Sides: {sides} of 4.",
    favourable="No straight line runs along the portrait's border.",
    advice="Feel the portrait's border with a fingertip and look at it in oblique light: a cut, a step, or laminate that "
    "was lifted and pressed down again.",
    equipment="a capture in white light of at least 130 dpi",
    facts={"sides": int, "top": float, "right": float, "bottom": float, "left": float},
    kept_facts=("top", "right", "bottom", "left"),
    is_less_kept=True,
)
UNTOLD = undetermined(
    "the template does not state whether genuine portraits of this series blend into the page",
    "a template learned from three or more holders",
    why=Why.FEW_HOLDERS,
)
ENDS = undetermined(
    "fewer than two sides of the portrait lie on the page and blend into it on genuine documents",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
ONE_SIDE = undetermined(
    "a straight line runs along one side of the portrait, and another side shows one on all genuine documents",
    why=Why.TOO_NOISY,
)
_FEWEST_HOLDERS = 3
"""With two, hair at one place is common by chance. A judgement; not fitted."""
_OUT_MM, _IN_MM = 3.0, 7.0
"""How far outside and inside its place a border is looked for: a place that was proposed is up to 6 mm wider than the picture."""
_LEAST_ROOM_MM = 1.0
"""Between the portrait and the page's rim."""
_BLOCK_MM = 1.5
"""A line is asked in blocks of this length along the side."""
_GOES_ON = 0.4
"""Share of blocks that may show the line less clearly than said: glare, print that crosses it, a place longer than the picture."""
_SLOPES = tuple(np.tan(np.radians(np.arange(-1.5, 1.51, 0.25))))
_HALF_PX = 2
"""Half the width of a cut edge or step, px: a quarter of a millimetre."""
_FAR_PX, _SOFT = 6, 0.6
"""Half of what a soft edge takes, px, and the share of its change that is subtracted from that close by."""
_KNOWN = 0.15
"""Share of a side's length that the reference must know of a line for it to be printed. A judgement; not fitted."""
_CLEAREST = 0.7
"""Of the clearest line that a reference knows, from which another one is printed as well. A judgement; not fitted."""
_MOST_PRINTED = 0.3
"""Share of a strip that printed lines may take: more is a pattern, in which a cut edge is looked for. A judgement; not fitted."""
_TOLD = 0.5
"""Share of a block that the reference must know for it to tell a line. A judgement; not fitted."""
_ASIDE_PX = 4
"""How far a press may set that line aside, a quarter of a millimetre, and to where it is seen beside itself (`_HALF_PX`)."""
_SAMPLED = (slice(None, None, 4), slice(None, None, 4))
"""Rows and columns that tell the brightness of a page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _StraightLine:
    side: PageSide
    levels: float
    own: float
    """What one genuine document in a hundred of the model shows there; 0 unless all of its own captures show a line."""
    box: BoxMm

    @property
    def beyond(self) -> float:
        """Levels, less what the captures of the template show there beyond what is usual."""
        return max(self.levels - max(self.own - _MARKED, 0.0), 0.0)

    @property
    def is_evidence(self) -> bool:
        """Whether it is evidence: on a side on which all genuine documents show a line, one as clear as theirs is none."""
        return self.own == 0 or self.beyond > _MARKED


def measure(document: Document) -> Outcome:
    """Measure the second clearest straight line among the sides of the portrait, grey levels at the reference's contrast."""
    return worst_seen(
        framed_portraits(document), _measure_portrait, UNTOLD, ENDS, ONE_SIDE, claims=SPEC.verifies
    )


def _measure_portrait(framed: Framed) -> SideOutcome:
    if framed.side.template.n_holders < _FEWEST_HOLDERS:
        return UNTOLD
    lines = tuple(_lines(framed))
    counted = [line for line in lines if line.is_evidence]
    clearest, value, *_ = *sorted((line.beyond for line in counted), reverse=True), 0.0, 0.0
    if value <= _MARKED < clearest and len(counted) < len(lines):
        # A cut may run along the side that was left out.
        return ONE_SIDE
    if len(counted) < 2:
        return ENDS
    marked = [line for line in counted if line.beyond > _MARKED] if value > _MARKED else []
    regions = tuple(framed.side.region(line.box, "straight line at the portrait") for line in marked)
    seen = {line.side: line.levels for line in lines}
    facts = {
        "sides": len(marked),
        "top": seen.get(PageSide.TOP),
        "right": seen.get(PageSide.RIGHT),
        "bottom": seen.get(PageSide.BOTTOM),
        "left": seen.get(PageSide.LEFT),
    }
    asked = {name: fact for name, fact in facts.items() if fact is not None}
    return Measured(value=value, regions=regions, facts=asked)


def _lines(framed: Framed) -> Iterator[_StraightLine]:
    """The clearest straight line along each side that lies on the page and on which genuine portraits do not all end."""
    picture, corner = departure(framed)
    box, scale = framed.box, REFERENCE_PX_PER_MM
    width, height = framed.side.template.size_mm
    room = {
        PageSide.TOP: box.top,
        PageSide.RIGHT: width - box.right,
        PageSide.BOTTOM: height - box.bottom,
        PageSide.LEFT: box.left,
    }
    ends = {edge.side for edge in framed.portrait.edges}
    for side in PageSide:
        if room[side] < _LEAST_ROOM_MM or side in ends:
            continue
        strip = _strip(box, side, room[side])
        place = strip.to_px(scale)
        rows = slice(place.top - corner[0], place.bottom - corner[0])
        columns = slice(place.left - corner[1], place.right - corner[1])
        part, upright = picture[rows, columns], side in (PageSide.LEFT, PageSide.RIGHT)
        printed = _printed(
            framed.side.learned, place, upright=upright, in_colour=framed.side.page().ndim == 3
        )
        levels = _clearest(np.ascontiguousarray(part if upright else part.T), printed)
        yield _StraightLine(side=side, levels=levels, own=_own(framed, side), box=strip)


def _own(framed: Framed, side: PageSide) -> float:
    """What genuine documents of the model show on a side, where all of its captures show a line: hair of one of them is none of the next one's."""
    template, fact = framed.side.template, kept_name(_ID, str(side))
    values = template.own_values(fact)
    always = len(values) >= FEWEST and min(values) > _MARKED
    return (rare_value(template, fact) or 0.0) if always else 0.0


def _strip(box: BoxMm, side: PageSide, room: float) -> BoxMm:
    """Where a border on this side may run."""
    out = min(_OUT_MM, room - 0.5)
    if side is PageSide.LEFT:
        return BoxMm(left=box.left - out, top=box.top, right=box.left + _IN_MM, bottom=box.bottom)
    if side is PageSide.RIGHT:
        return BoxMm(left=box.right - _IN_MM, top=box.top, right=box.right + out, bottom=box.bottom)
    if side is PageSide.TOP:
        return BoxMm(left=box.left, top=box.top - out, right=box.right, bottom=box.top + _IN_MM)
    return BoxMm(left=box.left, top=box.bottom - _IN_MM, right=box.right, bottom=box.bottom + out)


def departure(framed: Framed) -> tuple[Map, tuple[int, int]]:
    """The page less the reference where that is constant, the page alone elsewhere; brightness of the page at 128.

    Given is what lies round the portrait, (h, w), and the row and column of the page where that begins.
    """
    reference, around = framed.side.reference, framed.window(_OUT_MM + 1.0)
    page, sampled = (mean_level(framed.side.page()[part], reference.mean) for part in (around, _SAMPLED))
    known = sampled[reference.constant[_SAMPLED]]
    level = median_of(known) if known.size else 128.0
    page = page * np.float32(128 / max(level, 1))
    expected, calm = _expected(framed.side.learned, in_colour=framed.side.page().ndim == 3)
    seen = page - np.where(reference.constant[around], expected[around], calm[around])
    return np.asarray(seen, dtype=np.float32), (around[0].start, around[1].start)


@lru_cache(maxsize=32)
def _expected(reference: LightReference, *, in_colour: bool) -> tuple[Map, Map]:
    """The reference at the brightness 128; and blurred, for what is not known, so that the rim of the known print makes no edge."""
    mean = reference.mean
    levels = mean_level(mean, mean) if in_colour else as_grey(mean)
    expected = levels * np.float32(128 / max(median_of(levels), 1))
    calm = np.asarray(cv2.GaussianBlur(expected, (0, 0), 4.0), np.float32)
    for levels in (expected, calm):
        levels.setflags(write=False)
    return expected, calm


@lru_cache(maxsize=64)
def _printed(reference: LightReference, place: BoxPx, *, upright: bool, in_colour: bool) -> Mask:
    """Columns of a strip of a reference (rows along the side), without its rim, at which it shows a straight line wherever it knows them."""
    strips = (_expected(reference, in_colour=in_colour)[0][place.slices], reference.constant[place.slices])
    expected, known = (np.ascontiguousarray(strip if upright else strip.T, np.float32) for strip in strips)
    clear = _inner(np.asarray(cv2.erode(known, np.ones((1, 2 * _FAR_PX + 1), np.uint8)), np.float32))
    size = (clear.shape[1], _blocks(len(expected)))
    share = cv2.resize(clear, size, interpolation=cv2.INTER_AREA)
    told = share >= _TOLD
    count = told.sum(axis=0)
    least = (_GOES_ON * np.maximum(count - 1, 0)).astype(np.intp)[None]
    levels = np.zeros(clear.shape[1], np.float32)
    for response in (_line_response(expected), _step_response(expected)):
        mean = cv2.resize(response * clear, size, interpolation=cv2.INTER_AREA) / np.maximum(share, _TOLD)
        for signed in (mean, -mean):
            ordered = np.sort(np.where(told, signed, np.inf), axis=0)
            shown = np.take_along_axis(ordered, least, axis=0)[0]
            levels = np.maximum(levels, np.where(count >= max(_KNOWN * size[1], 1), shown, 0))
    lines = (levels >= max(_MARKED, _CLEAREST * float(levels.max(initial=0)))).astype(np.uint8)
    printed = cv2.dilate(lines[None], np.ones((1, 2 * _ASIDE_PX + 1), np.uint8))[0] > 0
    return np.asarray(printed & (printed.mean() <= _MOST_PRINTED))


def _blocks(rows: int) -> int:
    return max(round(rows / (_BLOCK_MM * REFERENCE_PX_PER_MM)), 2)


def _clearest(strip: Map, printed: Mask) -> float:
    """The clearest line or step that runs down a strip (rows along the side) where none is printed, grey levels."""
    rows, columns = strip.shape[0], strip.shape[1] - 2 * _FAR_PX
    if columns < 3 or rows < 3 or printed.all():
        return 0.0
    blocks = _blocks(rows)
    responses = (_line_response(strip), _step_response(strip))
    means = np.stack([_means(response, slope, blocks) for response in responses for slope in _SLOPES])
    # NumPy's own quantiles along an axis take twenty times as long.
    ordered = np.sort(means, axis=1)
    # What most blocks along a run show at least, of dark lines and, the sign turned, of bright ones.
    dark, bright = (_at(ordered, share) for share in (_GOES_ON, 1 - _GOES_ON))
    open_ = ~printed
    return float(max(dark[:, open_].max(), -bright[:, open_].min()))


def _at(ordered: Map, share: float) -> Map:
    """The quantile of runs (n, blocks, columns) whose blocks are in order: (n, columns)."""
    place = share * (ordered.shape[1] - 1)
    below = int(place)
    beyond = ordered[:, min(below + 1, ordered.shape[1] - 1)] - ordered[:, below]
    return np.asarray(ordered[:, below] + np.float32(place - below) * beyond, np.float32)


def _means(response: Map, slope: float, blocks: int) -> Map:
    """(blocks, columns): the mean response in blocks along straight runs of a slope."""
    rows, columns = response.shape
    middle = (rows - 1) / 2
    shear = np.array([[1.0, slope, -slope * middle], [0.0, 1.0, 0.0]])
    straight = cv2.warpAffine(response, shear, (columns, rows), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
    return np.asarray(cv2.resize(straight, (columns, blocks), interpolation=cv2.INTER_AREA), np.float32)


def _line_response(strip: Map) -> Map:
    """How much darker (or, negative, brighter) each place is than both its neighbours across the side."""
    left, right = np.roll(strip, _HALF_PX, axis=1), np.roll(strip, -_HALF_PX, axis=1)
    darker = np.maximum(np.minimum(left, right) - strip, 0)
    brighter = np.maximum(strip - np.maximum(left, right), 0)
    return _inner(darker - brighter)


def _step_response(strip: Map) -> Map:
    """How much brighter the page is on one side of each place than on the other, beyond what a soft edge would be.

    Where a picture fades away over a millimetre, the change close by is a quarter of that farther out; at a cut it is all.
    """
    near, far = (_across(strip, half) for half in (_HALF_PX, _FAR_PX))
    sharp = np.sign(near) * np.maximum(np.abs(near) - _SOFT * np.abs(far), 0)
    return _inner(np.where(near * far > 0, sharp, 0))


def _across(strip: Map, half: int) -> Map:
    mean = cv2.blur(strip, (2 * (half // 2) + 1, 1))
    return np.asarray(np.roll(mean, -half, axis=1) - np.roll(mean, half, axis=1), dtype=np.float32)


def _inner(response: NDArray[np.float32]) -> Map:
    return np.asarray(response[:, _FAR_PX:-_FAR_PX], dtype=np.float32)
