"""The documents of Utopia, one file a document. Every design is a function ``design()`` that returns the same object."""

from functools import cache

from sample_docs.generator.sheet import Design

from . import td3_series2


@cache
def designs() -> dict[str, tuple[Design, ...]]:
    """Document name to the designs of its sides, front first."""
    return {"td3-2": (td3_series2.design(),)}
