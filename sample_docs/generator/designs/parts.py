"""Pieces that several designs share: fields with captions, the MRZ, rosettes in rainbow ink, microtext, the device."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from sample_docs.generator import fonts
from sample_docs.generator.elements import Element, Foil, Lines, Patch, Picture, Text
from sample_docs.generator.faces import face
from sample_docs.generator.geometry import Box
from sample_docs.generator.guilloche import Rosette, Waves, joined, polyline, star
from sample_docs.generator.ink import (
    CAPTION_GREY,
    MRZ_BLACK,
    PERSONAL_BLACK,
    SPECIMEN_RED,
    UV_RED,
    AnyInk,
    Ink,
    Rgb,
    Substrate,
)
from sample_docs.generator.people import Record, printed_date
from sample_docs.generator.sheet import MrzPlace

CAPTIONS = {
    "type": "Type / Tipo",
    "country": "Code / Kodo",
    "number": "Document No. / Numero",
    "surname": "Surname / Familia nomo",
    "given_names": "Given names / Antaŭnomoj",
    "nationality": "Nationality / Ŝtataneco",
    "birth": "Date of birth / Naskiĝdato",
    "sex": "Sex / Sekso",
    "birthplace": "Place of birth / Naskiĝloko",
    "issued": "Date of issue / Eldona dato",
    "expires": "Date of expiry / Valida ĝis",
    "authority": "Authority / Aŭtoritato",
    "personal_number": "Personal No. / Persona numero",
    "valid_from": "Valid from / Valida de",
    "entries": "Entries / Eniroj",
    "visa_class": "Class / Klaso",
    "passport_number": "Passport No. / Pasporta numero",
    "remarks": "Remarks / Rimarkoj",
    "permit": "Kind of permit / Speco de permeso",
    "card_number": "Card No. / Karta numero",
}
"""Captions in English and Esperanto, which is no state's language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPlace:
    """Where a field stands: start of its caption's baseline, in mm; the value goes ``drop`` below."""

    name: str
    x: float
    y: float
    drop: float = 2.75
    size: float = 2.55
    font: str = fonts.SANS_BOLD


def captions(places: Iterable[FieldPlace], size: float = 1.45) -> tuple[Element, ...]:
    """The fixed captions of the fields."""
    return tuple(
        Text(name=f"caption-{p.name}", text=CAPTIONS[p.name], x=p.x, y=p.y, size=size, ink=CAPTION_GREY)
        for p in places
    )


def values(
    places: Iterable[FieldPlace], visible: dict[str, str], ink: AnyInk = PERSONAL_BLACK
) -> tuple[Element, ...]:
    """The variable text of the fields."""
    return tuple(
        Text(
            name=f"field-{p.name}",
            text=visible[p.name],
            x=p.x,
            y=p.y + p.drop,
            size=p.size,
            ink=ink,
            font=p.font,
        )
        for p in places
    )


def visible_fields(record: Record, code: str, names: Iterable[str]) -> dict[str, str]:
    """The texts of the named fields as the visual zone prints them."""
    person = record.holder
    texts = {
        "type": code.rstrip("<"),
        "country": record.issuer,
        "number": record.number,
        "surname": person.surname.printed,
        "given_names": person.given.printed,
        "nationality": "UTOPIAN" if record.nationality == "UTO" else record.nationality,
        "birth": printed_date(person.birth),
        "sex": person.sex,
        "birthplace": person.birthplace.printed,
        "issued": printed_date(record.issued),
        "expires": printed_date(record.expires),
        "authority": record.authority,
        "personal_number": record.personal_number,
        "valid_from": printed_date(record.issued),
        "entries": record.entries,
        "visa_class": record.visa_class,
        "passport_number": record.passport_number,
        "remarks": "SPECIMEN - NOT VALID FOR TRAVEL",
        "permit": "RESIDENCE PERMIT - WORK ALLOWED",
        "card_number": record.number,
    }
    return {name: texts[name] for name in names}


def mrz_elements(
    lines: tuple[str, ...], place: MrzPlace, height: float, ink: AnyInk = MRZ_BLACK, font: str = fonts.OCR_B
) -> tuple[Element, ...]:
    """The MRZ, one element a line, in OCR-B size 1 at the nominal pitch."""
    size = 2.54 / 0.723
    half_cap = 0.35 * size
    return tuple(
        Text(
            name=f"mrz-{n}",
            text=line,
            x=place.left - 0.1 * size,
            y=height - centre + half_cap,
            size=size,
            ink=ink,
            font=font,
            pitch=place.pitch,
        )
        for n, (line, centre) in enumerate(zip(lines, place.centres, strict=True))
    )


def portrait_elements(
    record: Record, box: Box, *, grey: bool = False, density: tuple[float, float, float] = (1.0, 0.8, 0.9)
) -> tuple[Element, ...]:
    """The main portrait, printed so that the background pattern shows through and its edge melts away.

    ``grey`` is laser engraving; a low third ``density`` is dye, which IR passes through.
    """
    lifted, mask = _printed_face(record.holder.identity, box.w / box.h, grey)
    return (Picture(name="portrait", pixels=lifted, box=box, density=density, mask=mask),)


@lru_cache(maxsize=96)
def _printed_face(identity: str, aspect: float, grey: bool) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Pixels and coverage; kept, for the same holders come again and again."""
    lifted = printable(face(identity, 0), Box(x=0.0, y=0.0, w=aspect, h=1.0), grey=grey)
    lifted.flags.writeable = False
    return lifted, feathered(lifted.shape[:2], 0.045)


def second_portrait_element(record: Record, box: Box, tint: Rgb) -> Picture:
    """The secondary portrait: small, one colour, IR-transparent, screened."""
    coloured, mask = _screened_face(record.holder.identity, box.w / box.h, tint)
    return Picture(name="second-portrait", pixels=coloured, box=box, density=(0.92, 0.5, 0.03), mask=mask)


@lru_cache(maxsize=96)
def _screened_face(identity: str, aspect: float, tint: Rgb) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    grey = cv2.cvtColor(onto_white(crop_to(face(identity, 0), aspect)), cv2.COLOR_RGB2GRAY)
    evened = cv2.createCLAHE(clipLimit=1.5, tileGridSize=(3, 3)).apply(grey)
    dark, light = np.percentile(evened[evened < 250], [3, 92])
    stretched = np.clip((evened.astype(np.float64) - dark) / max(1.0, light - dark), 0, 1)
    coloured = ((stretched[..., None] + (1 - stretched[..., None]) * np.array(tint)) * 255).astype(np.uint8)
    coloured.flags.writeable = False
    return coloured, feathered(grey.shape, 0.14)


def printable(pixels: NDArray[np.uint8], box: Box, *, grey: bool = False) -> NDArray[np.uint8]:
    """A photo as it is printed into ``box``: cut to its shape, the backdrop lifted to white, grey if engraved."""
    lifted = onto_white(crop_to(pixels, box.w / box.h))
    return (
        np.asarray(np.repeat(cv2.cvtColor(lifted, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2))
        if grey
        else lifted
    )


def crop_to(pixels: NDArray[np.uint8], aspect: float) -> NDArray[np.uint8]:
    """The largest centred crop (towards the top) whose width over height is ``aspect``."""
    height, width = pixels.shape[:2]
    if width / height > aspect:
        cut = round((width - height * aspect) / 2)
        return pixels[:, cut : width - cut]
    return pixels[: round(width / aspect)]


def onto_white(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Scale the plain backdrop to white, so that it prints nothing."""
    backdrop = np.median(pixels[: max(4, pixels.shape[0] // 14)].reshape(-1, 3), axis=0)
    lifted = pixels.astype(np.float64) / np.maximum(backdrop, 1) * 255.0
    return np.asarray(np.clip(lifted, 0, 255), np.uint8)


def feathered(shape: tuple[int, ...], share: float) -> NDArray[np.uint8]:
    """A coverage mask that fades over ``share`` of the width at its edges."""
    height, width = shape[:2]
    reach = share * width
    y = np.minimum(np.arange(height), np.arange(height)[::-1]) / reach
    x = np.minimum(np.arange(width), np.arange(width)[::-1]) / reach
    ramp = np.clip(y, 0, 1)[:, None] * np.clip(x, 0, 1)[None, :]
    return (ramp * 255).astype(np.uint8)


def signature(record: Record, box: Box, ink: AnyInk) -> Lines:
    """A pen stroke that belongs to the holder: a random walk of loops, always the same for the same person."""
    rng = np.random.default_rng([int.from_bytes(record.holder.key.encode(), "big"), 7])
    t = np.linspace(0, 1, 160)
    loops = rng.uniform(4, 8)
    wobble = sum(rng.normal(0, 0.3 / k) * np.sin(2 * np.pi * (k * t + rng.random())) for k in range(1, 6))
    x = box.x + box.w * (0.05 + 0.85 * t + 0.05 * np.cos(2 * np.pi * loops * t))
    y = box.y + box.h * (0.5 + 0.33 * np.sin(2 * np.pi * loops * t) * (1.1 - t) + 0.12 * wobble)
    return Lines(name="signature", path=polyline(np.stack([x, y], axis=1)), ink=ink, width=0.28)


def wave_layers(box: Box, families: Iterable[tuple[str, Waves, AnyInk, float]]) -> tuple[Element, ...]:
    """Line families over the whole of ``box``."""
    return tuple(
        Lines(name=f"guilloche-{n}", path=w.path(box), ink=ink, width=width) for n, w, ink, width in families
    )


def wash(box: Box, ink: AnyInk, alpha: float) -> tuple[Element, ...]:
    """An even tint over ``box``."""
    path = skia.Path.Rect(skia.Rect.MakeXYWH(box.x, box.y, box.w, box.h))
    return (Lines(name="wash", path=path, ink=ink, width=None, alpha=alpha),)


def disc(x: float, y: float, radius: float) -> skia.Path:
    """A circle."""
    return skia.Path.Circle(x, y, radius)


def clearing(box: Box, substrate: Substrate) -> Patch:
    """A place where the background printing thins out, so that the secondary portrait can be made out."""
    path = skia.Path.Oval(skia.Rect.MakeXYWH(box.x, box.y, box.w, box.h))
    white, ultraviolet = substrate.white, substrate.uv
    return Patch(
        name="clearing", path=path, white=white, uv=ultraviolet, ir=substrate.ir, alpha=0.72, soft=0.9
    )


def microtext(name: str, text: str, box: Box, ink: AnyInk, size: float = 0.55) -> tuple[Element, ...]:
    """A frame whose four sides are lines of microtext: resolved at 600 ppi and above, a grey line below."""
    across = _repeated(text, box.w, size)
    down = _repeated(text, box.h, size)
    return (
        Text(name=f"{name}-top", text=across, x=box.x, y=box.y, size=size, ink=ink),
        Text(name=f"{name}-bottom", text=across, x=box.x, y=box.y + box.h, size=size, ink=ink),
        Text(name=f"{name}-left", text=down, x=box.x, y=box.y, size=size, ink=ink, turn=90.0),
        Text(name=f"{name}-right", text=down, x=box.x + box.w, y=box.y, size=size, ink=ink, turn=90.0),
    )


def _repeated(text: str, length: float, size: float) -> str:
    return text * max(1, round(length / fonts.text_width(text, fonts.SANS, size)))


def foil(name: str, box: Box, petals: int, *, lively: bool = True, strength: float = 1.0) -> Foil:
    """An optically variable device: a rosette with a star, filling ``box``."""
    x, y, reach = box.x + box.w / 2, box.y + box.h / 2, min(box.w, box.h) / 2
    rosette = Rosette(petals=petals, curves=9, inner=0.35 * reach, outer=0.86 * reach, depth=0.12, twist=0.5)
    path = joined([rosette.path(x, y), star(x, y, 0.30 * reach, 6), star(x, y, 0.22 * reach, 6, turn=1 / 12)])
    return Foil(name=name, path=path, box=box, lively=lively, strength=strength)


def specimen(x: float, y: float, size: float, *, turn: float = 0.0, alpha: float = 0.75) -> Text:
    """The word that marks every page."""
    return Text(
        name="specimen",
        text="SPECIMEN",
        x=x,
        y=y,
        size=size,
        ink=SPECIMEN_RED,
        font=fonts.WIDE_BOLD,
        turn=turn,
        alpha=alpha,
    )


def glowing(name: str, path: skia.Path, ink: Ink, width: float | None = 0.18) -> Lines:
    """Luminescent line work, invisible in white and IR."""
    return Lines(name=f"uv-{name}", path=path, ink=ink, width=width)


def luminous_number(number: str, x: float, y: float, size: float) -> Text:
    """The document number in red luminescent ink."""
    return Text(name="uv-number", text=number, x=x, y=y, size=size, ink=UV_RED, font=fonts.WIDE_BOLD)


HOLE = Ink(white=(0.30, 0.29, 0.28), ir=0.35, uv=0.5)
_SEGMENTS = {
    "0": "abcdef", "1": "bc", "2": "abged", "3": "abgcd", "4": "fgbc", "5": "afgcd", "6": "afgedc", "7": "abc",
    "8": "abcdefg", "9": "abcdfg",
}  # fmt: skip
_STROKES = {
    "a": ((0, 0), (2, 0)), "b": ((2, 0), (2, 2)), "c": ((2, 2), (2, 4)), "d": ((0, 4), (2, 4)), "e": ((0, 2), (0, 4)),
    "f": ((0, 0), (0, 2)), "g": ((0, 2), (2, 2)),
}  # fmt: skip


def perforation(number: str, x: float, y: float) -> tuple[Element, ...]:
    """The digits of the number as laser-perforated holes, read from top to bottom beside the page's right edge.

    Every leaf of one booklet carries the same perforation; it is made before the page is personalised.
    """
    holes = skia.Path()
    for place, digit in enumerate(c for c in number if c.isdigit()):
        for column, row in sorted(_holes(digit)):
            holes.addCircle(x - 0.62 * row, y + 2.6 * place + 0.62 * column, 0.21)
    return (Lines(name="perforation", path=holes, ink=HOLE, width=None),)


def _holes(digit: str) -> set[tuple[int, int]]:
    found = set()
    for segment in _SEGMENTS[digit]:
        (x0, y0), (x1, y1) = _STROKES[segment]
        steps = max(abs(x1 - x0), abs(y1 - y0))
        found |= {(x0 + (x1 - x0) * k // steps, y0 + (y1 - y0) * k // steps) for k in range(steps + 1)}
    return found
