"""Where on a page a forger changes a file: the portraits, the lines of text and the machine readable zone."""

from docforensics.checks.support.mrz_print import around
from docforensics.document import Side
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import FeatureKind

_PORTRAITS = (FeatureKind.PORTRAIT, FeatureKind.SECONDARY_PORTRAIT)
_RUNS = (2, 4, 7)
"""Characters of the machine readable zone that are looked at together: digits of a date, a date and its check digit."""
_TEXT_MARGIN_MM = 0.3
"""Paper around a line that goes with an edit of it. A judgement; not fitted."""


def places(side: Side) -> tuple[BoxMm, ...]:
    """All of them, each once, in millimetres on the page."""
    return (*portraits(side), *(line.box.grown(_TEXT_MARGIN_MM) for line in side.viz.segments), *_runs(side))


def portraits(side: Side) -> tuple[BoxMm, ...]:
    """Portraits by the template, else as they were found."""
    if side.match is not None:
        named = tuple(f.box for kind in _PORTRAITS for f in side.match.template.of_kind(kind))
        if named:
            return named
    return tuple(box for box in (side.viz.portrait, side.viz.secondary_portrait) if box is not None)


def _runs(side: Side) -> tuple[BoxMm, ...]:
    lines = side.mrz_reading.characters if side.mrz_reading is not None else ()
    return tuple(
        around(side.page, line[at : at + length])
        for line in lines
        for length in _RUNS
        for at in range(len(line) - length + 1)
    )
