"""The forms of document that a made-up office may issue: sizes, sides, fields that each asks for, and the place of the MRZ."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sample_docs.generator import mrz
from sample_docs.generator.geometry import Box
from sample_docs.generator.mrz import MrzData
from sample_docs.generator.sheet import TD1_PLACE, TD2_PLACE, TD3_PLACE, MrzPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class MrzZone:
    """The machine readable zone of a side, and the height that is kept free for it."""

    place: MrzPlace
    compose: Callable[[MrzData], tuple[str, ...]]
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSide:
    """What one side asks for."""

    name: str
    must: tuple[str, ...]
    may: tuple[str, ...] = ()
    portrait: tuple[float, float] | None = None
    """Least and greatest width, mm."""
    zone: MrzZone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form of document."""

    name: str
    document_type: str
    kind: str
    """Which headings it bears (`words.KINDS`)."""
    size: tuple[float, float]
    sides: tuple[FormSide, ...]
    codes: tuple[str, ...]
    years: tuple[int, ...]
    plastic: float
    """Share of offices that make it of plastic."""
    perforated: float = 0.0
    """Share that perforate its number."""
    corner: float = 3.18
    """Radius of its corners, mm."""

    @property
    def page(self) -> Box:
        """The whole page."""
        return Box(x=0.0, y=0.0, w=self.size[0], h=self.size[1])


_HOLDER = ("surname", "given_names", "birth", "sex")
_PASSPORT = FormSide(
    name="data-page",
    must=("type", "country", "number", *_HOLDER, "nationality", "issued", "expires"),
    may=("birthplace", "authority", "personal_number"),
    portrait=(27.0, 36.0),
    zone=MrzZone(place=TD3_PLACE, compose=mrz.td3, height=21.2),
)
_CARD_FRONT = FormSide(
    name="front",
    must=("number", *_HOLDER, "nationality", "expires"),
    may=("issued", "personal_number", "birthplace"),
    portrait=(20.0, 27.0),
)
_CARD_BACK = FormSide(
    name="back",
    must=("authority",),
    may=("issued", "birthplace", "card_number", "personal_number", "remarks"),
    zone=MrzZone(place=TD1_PLACE, compose=mrz.td1, height=20.4),
)
_CARD_TWO = FormSide(
    name="front",
    must=("type", "country", "number", *_HOLDER, "nationality", "expires"),
    may=("issued", "authority", "birthplace"),
    portrait=(22.0, 30.0),
    zone=MrzZone(place=TD2_PLACE, compose=mrz.td2, height=20.8),
)
_VISA_FIELDS = ("visa_class", "number", "valid_from", "expires", *_HOLDER)
_VISA_MAY = ("entries", "passport_number", "nationality", "authority", "remarks")
_LICENCE_FRONT = FormSide(
    name="front",
    must=("number", *_HOLDER, "issued", "expires"),
    may=("authority", "birthplace", "nationality"),
    portrait=(19.0, 27.0),
)
_LICENCE_BACK = FormSide(name="back", must=("card_number", "remarks"), may=("authority", "issued"))
_PAPER = FormSide(
    name="front",
    must=("number", *_HOLDER, "issued", "authority"),
    may=("birthplace", "nationality", "expires", "remarks", "personal_number"),
    portrait=(22.0, 32.0),
)


def _visa(height: float) -> FormSide:
    compose = mrz.mrv_a if height > 75 else mrz.mrv_b
    return FormSide(
        name="visa-page",
        must=_VISA_FIELDS,
        may=_VISA_MAY,
        portrait=(23.0, 31.0),
        zone=MrzZone(place=TD2_PLACE, compose=compose, height=20.8),
    )


def passport() -> Form:
    """The data page of a passport, ID-3."""
    return Form(
        name="td3",
        document_type="TD3",
        kind="passport",
        size=(125.0, 88.0),
        sides=(_PASSPORT,),
        codes=("P<", "P<", "P<", "PP", "PS", "PT"),
        years=(10, 10, 5, 7),
        plastic=0.4,
        perforated=0.6,
    )


def card() -> Form:
    """An identity card, ID-1, its MRZ on the back."""
    return Form(
        name="td1",
        document_type="TD1",
        kind="card",
        size=(85.60, 53.98),
        sides=(_CARD_FRONT, _CARD_BACK),
        codes=("I<", "ID", "I<", "IR", "C<", "AR"),
        years=(10, 5, 8),
        plastic=0.85,
    )


def card_of_two_lines() -> Form:
    """A card of ID-2 size."""
    return Form(
        name="td2",
        document_type="TD2",
        kind="card",
        size=(105.0, 74.0),
        sides=(_CARD_TWO,),
        codes=("I<", "ID", "IR", "C<"),
        years=(10, 5),
        plastic=0.3,
        corner=3.18,
    )


def visa(*, large: bool) -> Form:
    """A visa of either size."""
    size = (120.0, 80.0) if large else (105.0, 74.0)
    return Form(
        name="mrva" if large else "mrvb",
        document_type="MRVA" if large else "MRVB",
        kind="visa",
        size=size,
        sides=(_visa(size[1]),),
        codes=("V<", "VC", "VD", "VT"),
        years=(5,),
        plastic=0.0,
        corner=1.0,
    )


def licence() -> Form:
    """A card of ID-1 size without an MRZ."""
    return Form(
        name="licence",
        document_type="ID1",
        kind="licence",
        size=(85.60, 53.98),
        sides=(_LICENCE_FRONT, _LICENCE_BACK),
        codes=("",),
        years=(10, 15),
        plastic=0.9,
    )


def free_size(width: float, height: float) -> Form:
    """A paper of a size of its own, without an MRZ."""
    return Form(
        name="free",
        document_type="FREE",
        kind="certificate",
        size=(width, height),
        sides=(_PAPER,),
        codes=("",),
        years=(5, 10),
        plastic=0.1,
        corner=0.3,
    )


def drawn_form(rng: np.random.Generator) -> Form:
    """A form by chance: passports and cards are the most frequent."""
    width, height = round(float(rng.uniform(92, 150)), 1), round(float(rng.uniform(64, 104)), 1)
    height = round(min(height, 0.8 * width), 1)
    forms = (
        passport(),
        card(),
        card_of_two_lines(),
        visa(large=True),
        visa(large=False),
        licence(),
        free_size(width, height),
    )
    return forms[int(rng.choice(len(forms), p=(0.30, 0.26, 0.10, 0.08, 0.06, 0.09, 0.11)))]
