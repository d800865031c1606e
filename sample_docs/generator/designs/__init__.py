"""The documents of Utopia, one file a document, and designs at random (`at_random`), any number of them.

Every design is a function that returns the same object each time.
"""

from functools import cache

from sample_docs.generator.sheet import Design

from . import at_random, emergency, permit, td1, td2, td3_series1, td3_series2, visa


@cache
def designs() -> dict[str, tuple[Design, ...]]:
    """Document name to the designs of its sides, front first."""
    return {
        "td3-2": (td3_series2.design(),),
        "td3-1": (td3_series1.design(),),
        "td1": (td1.front(), td1.back()),
        "td2": (td2.design(),),
        "mrv-a": (visa.large(),),
        "mrv-b": (visa.small(),),
        "permit": (permit.front(), permit.back()),
        "etd": (emergency.design(),),
    }


def sides_of(name: str) -> tuple[Design, ...]:
    """The designs of a document's sides, front first: one of `designs()`, or `random-0007` and the like.

    Raises
    ------
    KeyError
        If there is no such document.
    """
    return at_random.named_design(name) or designs()[name]
