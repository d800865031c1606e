"""A line of print on a genuine page: a label or a value."""

from dataclasses import dataclass

from docforensics.page.geometry import BoxMm


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLine:
    """A line of print on one page."""

    box: BoxMm
    """Tight, in millimetres."""
    letters: str = ""
    """As read, capitals and digits; empty where it was not read."""
    is_label: bool = False
    name: str = ""
    """Of a label, the place that it stands beside; of a value, its own."""
