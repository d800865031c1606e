"""Numbers that a template may hold: a file of a stranger states none that no page has."""

from typing import Annotated

from msgspec import Meta

Captures = Annotated[int, Meta(ge=1, le=1_000_000)]
"""How many captures or holders. Judgements, as are the bounds below where nothing else is said: far beyond what occurs."""
Documents = Annotated[int, Meta(ge=0, le=1_000_000_000)]
"""How many documents, or pages of them, were counted."""
Edition = Annotated[int, Meta(ge=0, le=9999)]
"""Number or year of a model."""
Millimetres = Annotated[float, Meta(ge=-1000, le=1000)]
"""A place, from the page's top left corner: three times the longest side that a page may have (`capture/size.py`)."""
Spread = Annotated[float, Meta(ge=0, le=1000)]
"""A standard deviation, in millimetres, octaves or grey levels."""
Octaves = Annotated[float, Meta(ge=-64, le=64)]
"""A ratio of energies as a power of two."""
Levels = Annotated[float, Meta(ge=-1000, le=1000)]
"""Grey levels."""
Scale = Annotated[float, Meta(gt=0, le=100)]
"""Size of one picture over that of another."""
COLOUR_LAYERS = 7
"""Areas that are kept of a cell of captures in colour: of what glows in any, and of six pairs of colours."""
GlowLayers = Annotated[int, Meta(ge=0, le=COLOUR_LAYERS)]
"""How many a pack holds, where that is more than one."""
