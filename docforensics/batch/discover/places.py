"""Places on a page in words, for people."""

from collections.abc import Sequence

from docforensics.batch.discover.result import OutlierPlace

_SAID = 3
"""Places that are named of a page; the others are drawn, and stand in the table."""


def in_words(places: Sequence[OutlierPlace]) -> str:
    """Name the first places in whole millimetres from the page's left and top, and count the others."""
    said = [_said(one) for one in places[:_SAID]]
    more = len(places) - len(said)
    return "; ".join([*said, *([f"and {more} more"] if more else [])])


def _said(one: OutlierPlace) -> str:
    box = one.box
    across, down = (
        f"{begin:.0f} to {end:.0f} mm" for begin, end in ((box.left, box.right), (box.top, box.bottom))
    )
    return f"{one.light.facts.words}, {across} across, {down} down"
