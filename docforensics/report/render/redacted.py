"""The redacted copy of a report, which may leave the post: faces blurred and data masked, in the pixels and in the words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.guidance.words import Text, text
from docforensics.page.geometry import BoxMm
from docforensics.report.keyed import keyed
from docforensics.report.model import (
    Finding,
    MrzReport,
    PagePicture,
    ReportData,
    SideReport,
    Unchecked,
)

_Report = TypeVar("_Report", bound=ReportData)

REDACTED = "[redacted]"
_CELL_MM = 6.0
"""Of a page of which nothing is known: coarser than two characters of an MRZ."""
_FACE_CELLS = 7
"""Across a portrait: too few to know anybody by."""
_OPEN_FIELDS = frozenset({"document_code", "issuer", "nationality", "sex"})
"""Fields of the MRZ that many share."""
_SHORTEST = 3
"""Characters: shorter pieces of a name would strike half of all words."""


def redacted(report: _Report, *, salt: bytes = b"") -> _Report:
    """Give the same report without the holder's face and data. File names go too: they often carry a name.

    Hashes of the originals stand as HMAC-SHA256 under the salt, and not at all without one: a plain hash links the copy to whoever
    holds the picture.
    """
    secrets = tuple(secrets_of(report.mrz)) if report.mrz else ()
    personal = {one.note for one in report.findings if "note" in one.personal_facts}
    notes = (REDACTED if note in personal else _without(note, secrets) for note in report.verdict.notes)
    verdict = replace(report.verdict, notes=tuple(notes))
    return replace(
        report,
        verdict=verdict,
        findings=tuple(_finding(finding, secrets) for finding in report.findings),
        unchecked=tuple(_without_secrets(entry, secrets) for entry in report.unchecked),
        mrz=None,
        viz=(),
        sides=tuple(_side(side, salt) for side in report.sides),
        pages=tuple(map(_page, report.pages)),
        is_redacted=True,
    )


def _side(side: SideReport, salt: bytes) -> SideReport:
    hashes = {
        light: tuple(keyed(one, salt) for one in frames) for light, frames in side.sha256.items() if salt
    }
    images = tuple(replace(one, sha256=keyed(one.sha256, salt) if salt else "") for one in side.images)
    return replace(side, files=(), sha256=hashes, images=images)


def secrets_of(mrz: MrzReport) -> Iterator[str]:
    """Give whatever identifies the holder, the longest first."""
    private = [value for name, value in mrz.fields.items() if name not in _OPEN_FIELDS]
    pieces = {piece for value in (*private, *mrz.lines) for piece in (value, *re.split("[< ]+", value))}
    return iter(sorted((piece for piece in pieces if len(piece) >= _SHORTEST), key=len, reverse=True))


def _without(text: str, secrets: Iterable[str]) -> str:
    for secret in secrets:
        text = re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", REDACTED, text, flags=re.IGNORECASE)
    return text


def _finding(finding: Finding, secrets: tuple[str, ...]) -> Finding:
    """Keep what was measured; a sentence that carries the holder's data is redacted as a whole."""
    kept = {
        name: _without(fact, secrets) if isinstance(fact, str) else fact
        for name, fact in finding.facts.items()
        if name not in finding.personal_facts
    }
    state = "adverse" if finding.adverse else "undecided" if finding.undecided else "in_order"
    is_told = bool(finding.personal_facts) and not finding.unweighed
    said = text("share", state) if is_told else _said(finding.said, secrets)
    left_open, note = (
        REDACTED if name in finding.personal_facts else _without(getattr(finding, name), secrets)
        for name in ("left_open", "note")
    )
    return replace(
        finding, said=said, facts=MappingProxyType(kept), left_open=left_open, note=note, personal_facts=()
    )


def _said(said: Text, secrets: tuple[str, ...]) -> Text:
    """Strike the holder's data from what fills the blanks; a sentence without blanks was put together and is struck itself."""
    if not said.values:
        return replace(said, english=_without(said.english, secrets))
    values = {
        name: _without(value, secrets) if isinstance(value, str) else value
        for name, value in said.values.items()
    }
    return replace(said, values=MappingProxyType(values))


def _without_secrets(entry: Unchecked, secrets: tuple[str, ...]) -> Unchecked:
    return replace(entry, reason=_without(entry.reason, secrets))


def _page(page: PagePicture) -> PagePicture:
    return replace(
        page,
        pixels={light: _masked(pixels, page, light) for light, pixels in page.pixels.items()},
        reference={light: _masked(pixels, page, light) for light, pixels in page.reference.items()},
    )


def _masked(pixels: Pixels, page: PagePicture, light: Light) -> Pixels:
    """Paint the holder's data over in one colour and blur the faces; of an unknown page nothing fine is left."""
    places = page.holder().in_light(light)
    if places is None:
        across, down = (max(2, round(length / _CELL_MM)) for length in page.size_mm)
        return _coarse(pixels, across, down)
    masked = pixels.copy()
    height, width = pixels.shape[:2]
    private = cv2.resize(places.astype(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST) > 0
    masked[private] = _tone(pixels, private)
    for face in page.faces:
        _blur(masked, pixels, face, page.size_mm)
    masked.setflags(write=False)
    return masked


def _tone(pixels: Pixels, private: NDArray[np.bool_]) -> NDArray[np.uint8]:
    """Take one colour for all that is masked: the median of what is not."""
    rest = pixels[~private] if not private.all() else np.full((1, *pixels.shape[2:]), 128, np.uint8)
    return np.asarray(np.median(rest, axis=0), dtype=np.uint8)


def _blur(masked: Pixels, pixels: Pixels, face: BoxMm, size_mm: tuple[float, float]) -> None:
    height, width = pixels.shape[:2]
    columns = slice(max(0, round(face.left / size_mm[0] * width)), round(face.right / size_mm[0] * width))
    rows = slice(max(0, round(face.top / size_mm[1] * height)), round(face.bottom / size_mm[1] * height))
    place = pixels[rows, columns]
    if place.size:
        down = max(2, round(_FACE_CELLS * place.shape[0] / place.shape[1]))
        masked[rows, columns] = _coarse(place, _FACE_CELLS, down)


def _coarse(pixels: Pixels, across: int, down: int) -> Pixels:
    cells = cv2.resize(pixels, (across, down), interpolation=cv2.INTER_AREA)
    size = (pixels.shape[1], pixels.shape[0])
    return np.asarray(cv2.resize(cells, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
