"""Whose documents genuine captures show: how many holders, without keeping anything of them."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Pixels
from docforensics.mrz.parse import Mrz
from docforensics.page.geometry import BoxMm
from docforensics.templates.masks import box_mask

_ONE_PERSON = 0.6
"""Correlation of the places that vary above which two captures show one holder's document."""
_MISREAD = 6
"""Characters that may differ between two readings of one MRZ."""


def tell_holders(
    mrzs: Sequence[Mrz | None], pages: Sequence[Pixels], varying: Sequence[BoxMm]
) -> tuple[int, ...]:
    """A number for each capture, the same for captures of one holder's document.

    Told by the MRZs where both were read, else by how alike the pictures and fields are; captures that cannot be told
    apart count as one holder's.
    """
    found: list[int] = []
    where = box_mask(varying, pages[0].shape)
    looks = [_looks(page, where) for page in pages]
    for number in range(len(pages)):
        same = (
            other
            for other in range(number)
            if _one_holder(mrzs[number], mrzs[other], looks[number], looks[other])
        )
        earlier = next(same, None)
        found.append(max(found, default=-1) + 1 if earlier is None else found[earlier])
    return tuple(found)


def _one_holder(
    one: Mrz | None, other: Mrz | None, looks: NDArray[np.float32], others: NDArray[np.float32]
) -> bool:
    if one is not None and other is not None and one.format == other.format:
        texts = "".join(one.lines), "".join(other.lines)
        return sum(a != b for a, b in zip(*texts, strict=False)) <= _MISREAD
    if not looks.size:
        return True
    norm = float(np.linalg.norm(looks) * np.linalg.norm(others))
    return norm == 0 or float(looks @ others) / norm > _ONE_PERSON


def _looks(page: Pixels, where: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The band-passed grey of the places that vary, as one vector."""
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY) if page.ndim == 3 else page
    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA).astype(np.float32)
    band = cv2.GaussianBlur(small, (0, 0), 1.0) - cv2.GaussianBlur(small, (0, 0), 8.0)
    mask = cv2.resize(
        where.astype(np.uint8), (small.shape[1], small.shape[0]), interpolation=cv2.INTER_NEAREST
    )
    return np.asarray(band[mask > 0], dtype=np.float32)
