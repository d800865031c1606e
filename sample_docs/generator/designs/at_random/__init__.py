"""Designs at random: documents of made-up offices under the code UTO, each wholly drawn from a seed.

    seed -> Office (form, wording, typefaces, manner) -> Places (solved, proven free of overlaps) -> Design a side

None imitates a document of a real state: layouts, signs, colours and wording are drawn by chance, the issuer is Utopia on
all, and every side bears the word SPECIMEN.
"""

from functools import lru_cache

from sample_docs.generator.presses import drawn_press, on_press
from sample_docs.generator.sheet import Design

from .compose import side_designs
from .office import Office, drawn_office

PREFIX = "random-"
_PRESS = "-press-"


def random_design(seed: int, press: int | None = None) -> tuple[Design, ...]:
    """The sides of the design with this number; the same objects as long as they are remembered.

    ``press`` is the number of the press that prints it; by itself a design comes from the press of its own number.
    """
    return _printed(seed, seed if press is None else press)


@lru_cache(maxsize=8)
def _printed(seed: int, press: int) -> tuple[Design, ...]:
    return tuple(on_press(side, drawn_press(press)) for side in side_designs(drawn_office(seed)))


def named_design(name: str) -> tuple[Design, ...] | None:
    """The sides by a name as `random-0007` or `random-0007-press-3`; None for any other document."""
    if not name.startswith(PREFIX):
        return None
    design, _, press = name.removeprefix(PREFIX).partition(_PRESS)
    if not design.isdigit() or not (press.isdigit() or _PRESS not in name):
        return None
    return random_design(int(design), int(press) if press else None)


__all__ = ["Office", "drawn_office", "named_design", "random_design"]
