"""The portrait against the secondary portrait: whether they are the same picture.

Personalization prints both from one image, the second smaller, paler and often in one colour. A forger who swaps the
portrait and leaves the second one (forensics.md 1.5) leaves two pictures on one page. The check lays one on the other
and measures the band-passed correlation over small shifts and scales. It compares pictures, not faces: no identity is
derived, and another photo of the same person counts as another picture.

Cannot see: a swap of both. Abstains when the second portrait is too pale or too coarse to tell.

Sources: TR-03135 (VI,AB,SP); PRADO "secondary portrait".
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Light, Pixels
from docforensics.checks._registered import NO_SIDE, RegisteredSide, registered_sides
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured, Outcome
from docforensics.checks.spec import CheckSpec
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import FeatureKind

SPEC = CheckSpec(
    title="Portrait and secondary portrait",
    unit="1 - correlation",
    tr03135="VI,AB,SP",
    lights=frozenset({Light.VISIBLE}),
    needs_template=True,
    min_px_per_mm=6.0,
    adverse="The secondary portrait is not the same picture as the portrait (correlation {correlation:.2f}).",
    favourable="The secondary portrait is the same picture as the portrait (correlation {correlation:.2f}).",
    advice="Compare the two portraits with a magnifier, feature by feature, and both with the person.",
    equipment="a capture in white light of at least 150 dpi",
)
_HEIGHT_PX = 160
"""Both pictures are brought to this height."""
_FINE_PX, _COARSE_PX = 2.5, 12.0
"""Band in which a second portrait still carries the picture: below is its screen, above its shading."""
_MIN_CONTRAST = 2.0
_SCALES = (0.94, 0.97, 1.0, 1.03, 1.06)
_MARGIN = 0.1


def measure(document: Document) -> Outcome:
    """Measure 1 - the best correlation of the worst pair of portraits, 0 same picture .. 1 unrelated."""
    sides = tuple(registered_sides(document))
    if not sides:
        return NO_SIDE
    pairs = [(side, first, second) for side in sides for first, second in _pairs(side)]
    if not pairs:
        return Abstained(kind=AbstentionKind.UNDETERMINED, reason="the template names no secondary portrait")
    seen = [
        (side, box, found)
        for side, first, box in pairs
        if (found := _correlation(side, first, box)) is not None
    ]
    if not seen:
        return Abstained(
            kind=AbstentionKind.UNDETERMINED, reason="the secondary portrait is too pale to compare"
        )
    side, box, correlation = min(seen, key=lambda item: item[2])
    return Measured(
        value=1 - correlation,
        regions=(side.region(box, "secondary portrait"),),
        facts={"correlation": correlation},
    )


def _pairs(side: RegisteredSide) -> Iterator[tuple[BoxMm, BoxMm]]:
    portrait = side.portrait()
    if portrait is not None:
        yield from ((portrait.box, f.box) for f in side.template.of_kind(FeatureKind.SECONDARY_PORTRAIT))


def _correlation(side: RegisteredSide, first: BoxMm, second: BoxMm) -> float | None:
    page = side.side.page.pixels[Light.VISIBLE]
    scale = side.side.page.px_per_mm
    picture, copy = _crop(page, first, scale), _crop(page, second, scale)
    if float(copy.std()) < _MIN_CONTRAST:
        return None
    return max(_best_match(_band(copy), _band(_zoomed(picture, zoom))) for zoom in _SCALES)


def _crop(page: Pixels, box: BoxMm, px_per_mm: float) -> NDArray[np.float32]:
    """The box in grey, brought to a common height."""
    rows, columns = box.to_px(px_per_mm).slices
    part = page[max(rows.start, 0) : rows.stop, max(columns.start, 0) : columns.stop]
    grey = cv2.cvtColor(part, cv2.COLOR_RGB2GRAY) if part.ndim == 3 else part
    width = max(round(_HEIGHT_PX * box.width / box.height), 16)
    return np.asarray(cv2.resize(grey, (width, _HEIGHT_PX), interpolation=cv2.INTER_AREA), dtype=np.float32)


def _zoomed(picture: NDArray[np.float32], zoom: float) -> NDArray[np.float32]:
    return np.asarray(
        cv2.resize(picture, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_LINEAR), dtype=np.float32
    )


def _band(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.asarray(
        cv2.GaussianBlur(picture, (0, 0), _FINE_PX) - cv2.GaussianBlur(picture, (0, 0), _COARSE_PX),
        dtype=np.float32,
    )


def _best_match(copy: NDArray[np.float32], picture: NDArray[np.float32]) -> float:
    """Best correlation of the picture's inner part over shifts of a tenth of its size."""
    height, width = picture.shape
    dy, dx = round(_MARGIN * height), round(_MARGIN * width)
    inner = picture[dy : height - dy, dx : width - dx]
    if inner.shape[0] > copy.shape[0] or inner.shape[1] > copy.shape[1]:
        return -1.0
    return float(cv2.matchTemplate(copy, inner, cv2.TM_CCOEFF_NORMED).max())
