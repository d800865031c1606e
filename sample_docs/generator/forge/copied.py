"""Copy-move inside a file: the characters that are needed are taken from where they stand on the page already."""

import dataclasses
from collections.abc import Iterator, Sequence
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from sample_docs.generator.capture import Take
from sample_docs.generator.elements import Text
from sample_docs.generator.sheet import Sheet

from . import digital, truth
from .forgery import UPLOAD_CHANNELS, Forgery, Severity, Species, boxes_path
from .retype import Change, cells, region

Move = tuple[Text, Text]
"""The character that is copied, and the one that it covers."""

_SOFT_PX = {Severity.CARELESS: 0.0, Severity.ORDINARY: 1.0, Severity.SKILLED: 2.0}
"""How far the edge of the copied piece is blended away."""


def mrz_birth_copied(sheet: Sheet, severity: Severity, rng: np.random.Generator) -> Forgery:
    """The date of birth altered in the MRZ alone with copies of other characters; what stands nowhere else is typed.

    A careless forger leaves the check digits. A skilled one copies the ink alone, onto the paper that was there.
    """
    lines = truth.composed(sheet, truth.other_birth(sheet.record, rng))
    if severity is Severity.CARELESS:
        lines = truth.with_old_digits(sheet, lines)
    altered = truth.with_mrz(sheet, lines)
    moves, typed = _sorted_out(sheet, lines)
    touched: tuple[Change, ...] = (*((old, old) for _, old in moves), *typed)
    tail = "" if severity is Severity.CARELESS else " The check digits agree; the visual zone does not."
    return Forgery(
        sheet=dataclasses.replace(sheet, mrz=altered.mrz, visible=altered.visible),
        regions=region(touched, Severity.ORDINARY),
        sees=f"The birth date in the MRZ is made of copies of other characters, speck for speck.{tail}",
        digital_edit=lambda take: _edited(take, moves, typed, severity),
    )


def _sorted_out(sheet: Sheet, lines: Sequence[str]) -> tuple[tuple[Move, ...], tuple[Change, ...]]:
    """Say which cells are covered by copies and which are typed."""
    texts = truth.mrz_texts(sheet)
    moves, typed = [], []
    for text, new in zip(texts, lines, strict=True):
        for place, (was, now) in enumerate(zip(text.text, new, strict=True)):
            if was == now:
                continue
            old = cells(text, place, place + 1)
            source = min(_standing(texts, now, lines), key=partial(_distance, old), default=None)
            if source is None:
                typed.append((old, cells(text, place, place + 1, now)))
            else:
                moves.append((source, old))
    return tuple(moves), tuple(typed)


def _distance(one: Text, other: Text) -> float:
    """Millimetres: whoever copies takes the nearest, which the light falls on alike."""
    return float(np.hypot(one.x - other.x, one.y - other.y))


def _standing(texts: Sequence[Text], symbol: str, lines: Sequence[str]) -> Iterator[Text]:
    """Cells that hold a symbol and go on holding it."""
    for text, new in zip(texts, lines, strict=True):
        for place, (was, now) in enumerate(zip(text.text, new, strict=True)):
            if was == now == symbol:
                yield cells(text, place, place + 1)


def _edited(take: Take, moves: Sequence[Move], typed: Sequence[Change], severity: Severity) -> digital.Image:
    pixels = take.pixels
    for old, _ in typed:
        pixels = digital.inpainted(pixels, take.shot, old)
    if typed:
        pixels = digital.inserted(pixels, take.shot, digital.TEXT_BLUR, *[new for _, new in typed])
    for source, target in moves:
        pixels = _moved(dataclasses.replace(take, pixels=pixels), source, target, severity)
    return pixels


def _moved(take: Take, source: Text, target: Text, severity: Severity) -> digital.Image:
    """Lay a copy of one cell over another, by whole pixels as every editor does."""
    across, down = np.rint(_middle(take, target) - _middle(take, source)).astype(int).tolist()
    base = take.pixels
    top = np.roll(base, (down, across), axis=(0, 1))
    cover = digital.on_image(boxes_path(target.box), take.shot, _SOFT_PX[severity])
    if severity is Severity.SKILLED:
        base = digital.inpainted(base, take.shot, target)
        cover = cover * _ink(top, cover)
    return digital.blended(base, top, cover)


def _middle(take: Take, text: Text) -> NDArray[np.float64]:
    box = text.box
    x, y, w = take.shot.homography @ (box.x + box.w / 2, box.y + box.h / 2, 1.0)
    return np.asarray(np.array([x, y]) / w, np.float64)


def _ink(image: digital.Image, cover: NDArray[np.float32]) -> NDArray[np.float32]:
    """Where the copied piece is ink, softly: 1 where it is darkest, 0 on paper."""
    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
    inside = grey[cover > 0.5]
    if not inside.size:
        return np.zeros_like(cover)
    ink, paper = np.percentile(inside, (4, 85))
    return np.asarray(np.clip((paper - grey) / max(float(paper - ink), 1.0) * 1.5, 0, 1), np.float32)


SPECIES = (
    Species(
        name="mrz-digital-copied",
        prado="alteration of data (MRZ only, characters copied within the file)",
        forge=mrz_birth_copied,
        channels=UPLOAD_CHANNELS,
        needs=("mrz",),
    ),
)
