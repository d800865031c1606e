"""A made-up office: every choice it makes about its document, drawn from one seed."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from sample_docs.generator.sheet import rng_of

from .cells import Typesetting
from .forms import Form, drawn_form
from .places import Manner, Places, solved
from .typefaces import Typefaces, drawn_script, drawn_typefaces
from .words import KINDS, STATES

DATE_STYLES = (
    "DD MMM YYYY",
    "DD MMM YYYY",
    "DD.MM.YYYY",
    "DD/MM/YYYY",
    "YYYY-MM-DD",
    "DD MM YYYY",
    "DD MMM/MON YYYY",
)
NUMBERS = (
    "AA9999999",
    "A99999999",
    "999999999",
    "AA9999999",
    "A9999999",
    "AAA999999",
    "99AA99999",
    "A9A999999",
)
"""Letters and digits of document numbers; nine cells at most."""
PASSPORT_NUMBERS = ("AA9999999", "A99999999")
"""Passports of UTO are known to be numbered so (docforensics/mrz/data/number_syntax.toml): another form is rightly adverse."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Languages, names and the way data are written."""

    first: str
    second: str
    """Language of the second label, empty for none; Esperanto in ``script`` where that is not Latin."""
    script: str
    state: str
    kind: tuple[str, str]
    dates: str
    numbers: str
    letters: str
    """Those its document numbers draw from."""
    name_case: str
    """upper or title."""
    spaced: bool
    """Whether the printed number stands in groups of three."""
    word: str
    """In microtext and UV print."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The choices of one office."""

    seed: int
    form: Form
    code: str
    edition: tuple[date, int]
    series: int
    faces: Typefaces
    wording: Wording
    manner: Manner
    plastic: bool

    @property
    def key(self) -> str:
        """Name of the document."""
        return f"random-{self.seed:04d}"

    def places(self) -> tuple[Places, ...]:
        """The layout of each side."""
        return tuple(
            solved(self.form, side, self.manner, rng_of(self.seed, "places", number))
            for number, side in enumerate(self.form.sides)
        )


def drawn_office(seed: int) -> Office:
    """The office with this number: always the same one."""
    rng = rng_of(seed, "office")
    form = drawn_form(rng)
    script = drawn_script(rng)
    years = int(rng.choice(form.years))
    # Late enough that a document is valid in 2027, early enough that the last is issued in 2026 (`people.record`).
    first_year = int(rng.integers(max(2012, 2028 - years), 2024))
    return Office(
        seed=seed,
        form=form,
        code=str(rng.choice(form.codes)),
        edition=(date(first_year, int(rng.integers(1, 11)), 1), years),
        series=int(rng.integers(1, 10)),
        faces=drawn_typefaces(rng, script),
        wording=_wording(form, script, rng),
        manner=_manner(form, rng),
        plastic=bool(rng.random() < form.plastic),
    )


def _wording(form: Form, script: str, rng: np.random.Generator) -> Wording:
    first = str(
        rng.choice(["english", "english", "english", "french", "spanish", "esperanto", "interlingua"])
    )
    others = [w for w in ("english", "french", "esperanto", "ido", "interlingua", "") if w != first]
    second = "esperanto" if script != "latin" else str(rng.choice(others))
    kinds = KINDS[form.kind]
    letters = "".join(sorted(str(c) for c in rng.choice(list("ABCDEFGHJKLMNPRSTUVWXYZ"), 4, replace=False)))
    return Wording(
        first=first,
        second=second,
        script=script,
        state=str(rng.choice(STATES)),
        kind=kinds[int(rng.integers(0, len(kinds)))],
        dates=str(rng.choice(DATE_STYLES)),
        numbers=str(rng.choice(PASSPORT_NUMBERS if form.kind == "passport" else NUMBERS)),
        letters=letters,
        name_case="title" if rng.random() < 0.15 else "upper",
        spaced=bool(rng.random() < 0.2),
        word=str(rng.choice(["UTOPIA", "UTO", "SPECIMEN", "NOWHERE", "UTOPIO", "NENIE"])),
    )


def _manner(form: Form, rng: np.random.Generator) -> Manner:
    scale = float(np.clip(np.sqrt(form.page.w * form.page.h / (125.0 * 88.0)), 0.74, 1.1))
    style = str(rng.choice(["above", "below", "beside", "numbered"], p=(0.62, 0.13, 0.15, 0.10)))
    setting = Typesetting(
        style=style,
        label=float(rng.uniform(1.25, 1.75)) * scale,
        value=float(rng.uniform(2.15, 2.95)) * scale,
        across=int(rng.integers(2, 5)),
    )
    return Manner(
        margin=float(rng.uniform(2.6, 5.0)) * scale,
        header=str(rng.choice(["top", "left", "right"], p=(0.80, 0.11, 0.09))),
        header_height=float(rng.uniform(6.4, 11.0)) * scale,
        portrait_left=bool(rng.random() < 0.66),
        portrait_high=bool(rng.random() < 0.6),
        setting=setting,
        emblem=str(rng.choice(["left", "right", "none"], p=(0.4, 0.3, 0.3))),
        strip=bool(rng.random() < 0.6),
        device=str(rng.choice(["portrait", "column", "below"])),
        devices=1 + int(rng.random() < 0.3),
        second=bool(rng.random() < 0.75),
        signature=bool(rng.random() < 0.7),
        big_number=bool(rng.random() < 0.3),
        perforation_left=bool(rng.random() < 0.3),
    )
