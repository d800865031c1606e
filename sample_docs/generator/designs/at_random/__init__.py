"""Designs at random: documents of made-up offices under the code UTO, each wholly drawn from a seed.

    seed -> Office (form, wording, typefaces, manner) -> Places (solved, proven free of overlaps) -> Design a side

None imitates a document of a real state: layouts, signs, colours and wording are drawn by chance, the issuer is Utopia on
all, and every side bears the word SPECIMEN.
"""

from functools import lru_cache

from sample_docs.generator.sheet import Design

from .compose import side_designs
from .office import Office, drawn_office

PREFIX = "random-"


@lru_cache(maxsize=32)
def random_design(seed: int) -> tuple[Design, ...]:
    """The sides of the design with this number; the same objects as long as they are remembered."""
    return side_designs(drawn_office(seed))


def seed_of(name: str) -> int | None:
    """The number of a design at random by its name, as `random-0007`; None for any other document."""
    digits = name.removeprefix(PREFIX)
    return int(digits) if name.startswith(PREFIX) and digits.isdigit() else None


__all__ = ["Office", "drawn_office", "random_design", "seed_of"]
