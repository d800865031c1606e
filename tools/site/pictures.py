"""Pictures of an example: the places of a finding cut out of a page, with what surrounds them, and the same places on the genuine page."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

import docforensics as df
from docforensics.capture.light import Light
from docforensics.checks.outcome import Region
from docforensics.checks.spec import Beside
from docforensics.page.geometry import BoxMm

_MARGIN_MM, _LEAST_MM = 4.0, 24.0
"""Shown round the place, and at least of the page: a character alone is not recognised. A judgement."""
_WIDE_PX, _GAP_PX = 520, 8
"""Of a picture: two stand side by side on the page; and between two cuts of one picture. A judgement."""
_MOST_JOINED = 3
"""Places that are shown in one cut: two fields that differ. A judgement."""
_RED = (200, 0, 40)


def shown_regions(
    finding: df.Finding, place: BoxMm | None, portrait: BoxMm | None
) -> tuple[tuple[Region, ...], ...]:
    """Give the places of a finding, those of one cut together; `place` is shown in their stead, without a mark.

    Of two places that contradict each other each has its cut, and of each side one; a place in another light stands below the same
    in white light where the two have to agree, and one that has to be like the portrait below that.
    """
    if place is not None:
        return ((Region(side=0, box=place, label="", light=finding.lights[0]),),)
    first = finding.regions[0]
    if finding.beside is Beside.SECOND:
        return tuple((region,) for region in finding.regions[:2])
    if finding.beside is Beside.WHITE_LIGHT and first.light is not Light.VISIBLE:
        white = Region(side=first.side, box=first.box, label="", light=Light.VISIBLE)
        return ((white,), tuple(_joined(finding, first)))
    if finding.beside is Beside.PORTRAIT and portrait is not None and not first.box.overlap(portrait):
        return ((Region(side=first.side, box=portrait, label="", light=first.light),), (first,))
    sides = dict.fromkeys(region.side for region in finding.regions)
    heads = [next(region for region in finding.regions if region.side == side) for side in sides]
    return tuple(tuple(_joined(finding, head)) for head in heads[:2])


def _joined(finding: df.Finding, head: Region) -> Iterator[Region]:
    """Give a place and those that are shown with it: all of a light where they are few and compared with one another."""
    here = [one for one in finding.regions if (one.side, one.light) == (head.side, head.light)]
    is_one = finding.beside is Beside.NOTHING and len(here) <= _MOST_JOINED
    yield from here if is_one else (head,)


def drawn(
    report: df.Report,
    cuts: Sequence[Sequence[Region]],
    *,
    is_marked: bool,
    stored: NDArray[np.uint8] | None = None,
) -> Image.Image:
    """Draw the cuts one below the other, and below them the picture that is stored in a chip, if any."""
    parts = [_cut(report, regions, is_marked=is_marked) for regions in cuts]
    if stored is not None:
        parts.append(_stored(stored))
    whole = Image.new(
        "RGB", (_WIDE_PX, sum(part.height for part in parts) + _GAP_PX * (len(parts) - 1)), "white"
    )
    top = 0
    for part in parts:
        whole.paste(part, (0, top))
        top += part.height + _GAP_PX
    return whole


def _cut(report: df.Report, regions: Sequence[Region], *, is_marked: bool) -> Image.Image:
    """Cut the places and what surrounds them out of a page; mark those that have a name."""
    head = regions[0]
    page = report.pages[head.side]
    pixels, size_mm = page.pixels[head.light], page.size_mm
    px_per_mm = pixels.shape[1] / size_mm[0]
    shown = _shown(BoxMm.around(np.concatenate([region.box.corners for region in regions])), size_mm)
    box = [round(at * px_per_mm) for at in (shown.left, shown.top, shown.right, shown.bottom)]
    cut = Image.fromarray(np.ascontiguousarray(pixels)).convert("RGB").crop(box)
    scale = _WIDE_PX / cut.width
    cut = cut.resize((_WIDE_PX, max(1, round(cut.height * scale))), Image.Resampling.LANCZOS)
    if is_marked:
        for region in regions:
            if region.label:
                _mark(cut, region.box, shown, px_per_mm * scale)
    return cut


def _mark(cut: Image.Image, box: BoxMm, shown: BoxMm, px_per_mm: float) -> None:
    left, top = (box.left - shown.left) * px_per_mm, (box.top - shown.top) * px_per_mm
    right, bottom = (box.right - shown.left) * px_per_mm, (box.bottom - shown.top) * px_per_mm
    frame = (
        max(left - 3, 0),
        max(top - 3, 0),
        min(right + 2, cut.width - 1),
        min(bottom + 2, cut.height - 1),
    )
    ImageDraw.Draw(cut).rectangle(frame, outline=_RED, width=3)


def _stored(pixels: NDArray[np.uint8]) -> Image.Image:
    """Show the picture of a chip, which bears no print, with the word of a specimen."""
    picture = Image.fromarray(np.ascontiguousarray(pixels)).convert("RGB")
    picture = picture.resize((_WIDE_PX // 2, round(picture.height * _WIDE_PX / 2 / picture.width)))
    strip = Image.new("RGB", (_WIDE_PX, picture.height), "white")
    strip.paste(picture, (0, 0))
    drawing = ImageDraw.Draw(strip)
    drawing.text((_WIDE_PX // 2 + 16, 16), "Picture in the chip\nSPECIMEN", fill=(40, 40, 40), font_size=24)
    return strip


def _shown(box: BoxMm, size_mm: tuple[float, float]) -> BoxMm:
    """The place with a margin, at least `_LEAST_MM` each way, within the page."""
    spans = []
    for low, high, length in ((box.left, box.right, size_mm[0]), (box.top, box.bottom, size_mm[1])):
        wide = min(length, max(high - low + 2 * _MARGIN_MM, _LEAST_MM))
        start = min(max((low + high - wide) / 2, 0.0), length - wide)
        spans.append((start, start + wide))
    return BoxMm(left=spans[0][0], top=spans[1][0], right=spans[0][1], bottom=spans[1][1])
