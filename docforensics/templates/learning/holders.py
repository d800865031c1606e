"""Whose documents genuine captures show: how many holders, without keeping anything of them."""

from collections.abc import Callable, Sequence
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.errors import TemplateError
from docforensics.mrz.parse import Mrz
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.text_rows import same_ink
from docforensics.templates.learning.variable_zones import FEW_HOLDERS
from docforensics.templates.masks import box_mask

_FIELDS_MISREAD = 0.15
"""Share of the rows of text that may differ between captures of one document: glare, a stray line."""
_ONE_PERSON = 0.6
"""Correlation of the pictures above which two captures show one holder's document."""
_ONE_PICTURE, _LEAST_FIELDS = 0.95, 3
"""Correlation of the pictures from which on, where also no field of so many or more differs, captures contradict whoever states that they show
two holders. Three devices' captures of one card have 0.98 and more, and no field that differs; pictures of different holders of one model
have up to 0.86, and of their fields a third differs. Fewer fields may all be captions. A judgement between."""
_MISREAD = 6
"""Characters that may differ between two readings of one MRZ."""


def group_by_holder(
    mrzs: Sequence[Mrz | None],
    pages: Sequence[Pixels],
    pictures: Sequence[BoxMm],
    fields: Sequence[BoxMm] = (),
) -> tuple[int, ...]:
    """A number for each capture, the same for captures of one holder's document.

    Told by the MRZs where both were read, else by how alike the pictures and the text of the fields are; captures that
    cannot be told apart count as one holder's.
    """
    where = box_mask(pictures, pages[0].shape)
    looks = [_looks(page, where) for page in pages]

    def same(one: int, other: int) -> bool:
        told = _same_zone(mrzs[one], mrzs[other])
        if told is not None:
            return told
        return _same_person(looks[one], looks[other]) and _same_fields(fields, pages[one], pages[other])

    return _numbered(len(pages), same)


def many_by_zones(mrzs: Sequence[Mrz | None]) -> tuple[int, ...]:
    """Give each capture the number of its holder by the zones alone, as `group_by_holder` does; empty where a zone was not read, or for fewer than three holders."""
    if any(_same_zone(one, other) is None for one, other in combinations(mrzs, 2)):
        return ()
    found = _numbered(len(mrzs), lambda one, other: bool(_same_zone(mrzs[one], mrzs[other])))
    return found if len(set(found)) >= FEW_HOLDERS else ()


def _numbered(count: int, same: Callable[[int, int], bool]) -> tuple[int, ...]:
    found: list[int] = []
    for number in range(count):
        earlier = next((other for other in range(number) if same(number, other)), None)
        found.append(max(found, default=-1) + 1 if earlier is None else found[earlier])
    return tuple(found)


def told_apart(mrzs: Sequence[Mrz | None]) -> tuple[int, ...]:
    """A number for each capture, the same where zones read as one; one without a zone is of a document of its own."""
    found: list[int] = []
    for zone in mrzs:
        found.append(whose_zone(zone, mrzs, found))
    return tuple(found)


def whose_zone(zone: Mrz | None, earlier: Sequence[Mrz | None], numbers: Sequence[int]) -> int:
    """The number of the earlier zone that this one reads as, one of `numbers`; how many there are where it reads as none."""
    return next(
        (number for other, number in zip(earlier, numbers, strict=False) if _same_zone(other, zone)),
        len(numbers),
    )


def refuse_contradicted(
    mrzs: Sequence[Mrz | None], holders: Sequence[int], names: Sequence[str] = ()
) -> None:
    """Raise TemplateError for captures that are stated to be of two holders, though their zones read as one; `names` of files, where there are.

    What captures of several holders share is taken for fixed print: of one holder's captures that is the name, the number, the face.
    """
    for (one, first), (other, second) in combinations(enumerate(mrzs), 2):
        if holders[one] != holders[other] and _same_zone(first, second):
            pair = f"{names[one]} and {names[other]}" if names else f"captures {one} and {other}"
            raise TemplateError(
                f"holders: {pair} are stated to be of holders {holders[one]} and {holders[other]}, but their machine readable "
                "zones read as one: give captures of one document the same number"
            )


def undecided(mrzs: Sequence[Mrz | None], holders: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Pairs of captures that are stated to be of two holders, where one or both have no zone, or zones of two formats."""
    pairs = combinations(range(len(mrzs)), 2)
    return tuple(
        (one, other)
        for one, other in pairs
        if holders[one] != holders[other] and _same_zone(mrzs[one], mrzs[other]) is None
    )


def refuse_alike(
    pairs: Sequence[tuple[int, int]],
    pages: Sequence[Pixels],
    pictures: Sequence[BoxMm],
    fields: Sequence[BoxMm],
    numbers: Sequence[int],
) -> None:
    """Raise TemplateError for captures that are stated to be of two holders, though they show one picture and no field differs.

    Parameters
    ----------
    pages
        Laid on one another.
    pictures, fields
        Places of portraits, and of text that looks like a holder's.
    numbers
        Of each page, that of its capture as it was given.
    """
    where = box_mask(pictures, pages[0].shape)
    if not where.any() or len(fields) < _LEAST_FIELDS:
        return
    looks = {number: _looks(pages[number], where) for number in {one for pair in pairs for one in pair}}
    for one, other in pairs:
        if _likeness(looks[one], looks[other]) > _ONE_PICTURE and all(
            same_ink(box, pages[one], pages[other]) for box in fields
        ):
            raise TemplateError(
                f"holders: captures {numbers[one]} and {numbers[other]} are stated to be of two holders, but show one picture and the same text: "
                "give captures of one document the same number"
            )


def _same_zone(one: Mrz | None, other: Mrz | None) -> bool | None:
    """Whether two zones are one, but for misread characters; None where they are not of one format, or not both were read."""
    if one is None or other is None or one.format != other.format:
        return None
    pairs = zip("".join(one.lines), "".join(other.lines), strict=False)
    return sum(a != b for a, b in pairs) <= _MISREAD


def _same_person(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    return _likeness(one, other) > _ONE_PERSON


def _likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Correlation, at most 1; 1 where there is nothing to compare."""
    norm = float(np.linalg.norm(one) * np.linalg.norm(other))
    return float(one @ other) / norm if norm else 1.0


def _same_fields(fields: Sequence[BoxMm], one: Pixels, other: Pixels) -> bool:
    """Whether nearly all rows of text agree: captions always do, names and numbers of two holders do not."""
    differing = sum(not same_ink(box, one, other) for box in fields)
    return differing <= _FIELDS_MISREAD * len(fields)


def _looks(page: Pixels, where: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The band-passed grey of the places that vary, as one vector."""
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) if page.ndim == 3 else page
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(np.float32)
    band = cv2.GaussianBlur(small, (0, 0), 1.0) - cv2.GaussianBlur(small, (0, 0), 8.0)
    mask = cv2.resize(
        where.astype(np.uint8), (small.shape[1], small.shape[0]), interpolation=cv2.INTER_NEAREST
    )
    return np.asarray(band[mask > 0], dtype=np.float32)
