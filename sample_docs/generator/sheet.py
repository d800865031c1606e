"""A design is one edition of a document; a sheet is one copy of it, made out to a holder."""

import dataclasses
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np

from .elements import Element
from .geometry import Box
from .ink import UV_BLUE, UV_RED, UV_YELLOW, Ink, Substrate
from .mrz import MrzData
from .people import Record
from .wear import Wear

_HASH_BYTES = hashlib.sha256().digest_size


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzPlace:
    """Where the MRZ stands: left edge of the first cell and, a line, the height of its centre over the bottom edge (mm)."""

    left: float
    centres: tuple[float, ...]
    pitch: float = 2.54


TD3_PLACE = MrzPlace(left=6.0, centres=(15.75, 9.40))
TD2_PLACE = MrzPlace(left=4.0, centres=(15.75, 9.40))
TD1_PLACE = MrzPlace(left=5.0, centres=(15.73, 11.5, 7.27))
"""Nominal geometry of Doc 9303 parts 4, 5, 6 and 7 (visas use that of TD2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """One side of one edition of a document: everything that does not depend on the holder."""

    key: str
    document_type: str
    series: str
    side: str
    width: float
    height: float
    """Millimetres."""
    substrate: Substrate
    under: tuple[Element, ...]
    """Background printing, below the personalization; the same in every copy."""
    over: tuple[Element, ...]
    """What lies over the personalization: overprint and optically variable devices."""
    personalise: Callable[[Record], tuple[Element, ...]]
    visible: Callable[[Record], dict[str, str]]
    """Field name to the text printed in the visual zone of this side."""
    fields: tuple[str, ...]
    """Names of the visual zone's fields."""
    portrait: Box | None = None
    second_portrait: Box | None = None
    mrz_place: MrzPlace | None = None
    mrz_code: str = "P"
    compose: Callable[[MrzData], tuple[str, ...]] | None = None
    edition: tuple[date, int] = (date(2023, 3, 1), 10)
    """First day of issue, and years of validity."""
    nationality: str = "UTO"
    """Of the holders: XXX unspecified, XXA stateless (Doc 9303-3, 5); no real state is named."""
    fibres: int = 40
    """Luminescent fibres in the substrate of this side; 0 for plastic."""
    fibre_inks: tuple[Ink, ...] = (UV_RED, UV_BLUE, UV_YELLOW)
    corner: float = 3.18
    """Radius of the corners, mm (Doc 9303-4, 4.1; also close to that of ID-1 cards)."""
    numbering: tuple[str, str] = ("", "")
    """Form of the document number, A for a letter and 9 for a digit, and the letters it draws from; empty for the usual one."""
    press: int | None = None
    """Number of the press that prints it; None where the design is printed as drawn."""
    finish: "Callable[[Sheet], Sheet] | None" = None
    """What the press makes of a copy once it is made out."""
    leaf_number: bool = False
    """Whether this side repeats the number in a way that tells a page or card of another document."""

    @property
    def box(self) -> Box:
        """The whole page."""
        return Box(x=0.0, y=0.0, w=self.width, h=self.height)

    @property
    def offers(self) -> tuple[str, ...]:
        """What a forger may find on this side."""
        found = {
            "portrait": self.portrait is not None,
            "second-portrait": self.second_portrait is not None,
            "mrz": self.compose is not None,
            "device": any(e.name.startswith("device") for e in self.over),
            "luminescence": any(e.name.startswith("uv-") for e in self.under),
            "leaf-number": self.leaf_number,
        }
        return tuple(k for k, v in found.items() if v) + self.fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One side of one document, ready to be rendered."""

    design: Design
    record: Record
    substrate: Substrate
    under: tuple[Element, ...]
    personal: tuple[Element, ...]
    over: tuple[Element, ...]
    mrz: tuple[str, ...]
    visible: tuple[tuple[str, str], ...]
    fibres: int
    seed: int
    """Decides what differs by nature from copy to copy: fibres, paper grain."""
    cut: tuple[float, float] = (0.0, 0.0)
    """Where the page's top left corner lies in the print's millimetres: presses do not cut where they printed."""
    wear: Wear | None = None

    def find(self, name: str) -> Element:
        """The element called ``name``; KeyError if there is none."""
        for element in (*self.under, *self.personal, *self.over):
            if element.name == name:
                return element
        raise KeyError(name)

    def with_element(self, element: Element) -> "Sheet":
        """The sheet with the element of the same name replaced."""
        return dataclasses.replace(
            self,
            under=_swapped(self.under, element),
            personal=_swapped(self.personal, element),
            over=_swapped(self.over, element),
        )

    def without(self, *names: str) -> "Sheet":
        """The sheet lacking the elements whose name starts with one of ``names``.

        A layer that has none of them stays the very one that it was: the design's background is known by that, and not drawn anew.
        """

        def kept(elements: tuple[Element, ...]) -> tuple[Element, ...]:
            left = tuple(e for e in elements if not e.name.startswith(names))
            return elements if len(left) == len(elements) else left

        return dataclasses.replace(
            self, under=kept(self.under), personal=kept(self.personal), over=kept(self.over)
        )


def _swapped(elements: tuple[Element, ...], new: Element) -> tuple[Element, ...]:
    if all(e.name != new.name for e in elements):
        return elements
    return tuple(new if e.name == new.name else e for e in elements)


class Bearer(Protocol):
    """Whatever says what kind of MRZ it bears."""

    @property
    def mrz_code(self) -> str:
        """Document code, two characters."""

    @property
    def document_type(self) -> str:
        """TD1, TD2, TD3, MRVA or MRVB."""


def mrz_data(design: Bearer, record: Record) -> MrzData:
    """The data of ``record`` as the MRZ of ``design`` states them."""
    person = record.holder
    return MrzData(
        code=design.mrz_code,
        issuer=record.issuer,
        surname=person.surname.latin,
        given=person.given.latin,
        number=record.number,
        nationality=record.nationality,
        birth=person.birth,
        sex=person.sex,
        expiry=record.expires,
        optional=record.personal_number
        if design.mrz_code in {"P<", "I<"} and design.document_type != "TD2"
        else "",
    )


def issue(design: Design, record: Record, seed: int) -> Sheet:
    """A genuine copy of ``design`` made out according to ``record``."""
    made = Sheet(
        design=design,
        record=record,
        substrate=design.substrate,
        under=design.under,
        personal=design.personalise(record),
        over=design.over,
        mrz=design.compose(mrz_data(design, record)) if design.compose else (),
        visible=tuple(design.visible(record).items()),
        fibres=design.fibres,
        seed=seed,
    )
    return made if design.finish is None else design.finish(made)


def rng_of(*parts: int | str) -> np.random.Generator:
    """A generator that depends on every part and on nothing else."""
    numbers = [p if isinstance(p, int) else _number_of(p) for p in parts]
    return np.random.default_rng(numbers)


def _number_of(word: str) -> int:
    """A word as a number: its bytes, or their hash where they are more than the hash has."""
    told = word.encode()
    return int.from_bytes(told if len(told) <= _HASH_BYTES else hashlib.sha256(told).digest(), "big")
