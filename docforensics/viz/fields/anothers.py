"""Print that belongs to another field: a place that a template or a caption gives to the wrong field is no contradiction."""

from collections.abc import Sequence
from dataclasses import replace

from docforensics.mrz.parse import Mrz
from docforensics.viz.fields.zone import NAMES, FieldCheck, FieldState

_SAME = 0.5
"""Share of the smaller of two places that they have in common, from which one print is on both. As for lines that hold a field (`verify`)."""


def without_anothers(mrz: Mrz, checks: Sequence[FieldCheck]) -> tuple[FieldCheck, ...]:
    """The fields, those not seen that disagree by the print of a field that agrees: the same print, or the holder's other name as the zone states it."""
    names = dict(zip(NAMES, (mrz.surname, mrz.given_names), strict=True))
    agreeing = [check for check in checks if check.state is FieldState.AGREES]
    return tuple(
        replace(check, state=FieldState.NOT_SEEN, cost=0.0)
        if check.state is FieldState.DISAGREES and any(_is_of(check, other, names) for other in agreeing)
        else check
        for check in checks
    )


def _is_of(check: FieldCheck, other: FieldCheck, names: dict[str, str]) -> bool:
    """Whether a field's print is that of another."""
    if check.name in names and other.name in names and check.printed and check.printed == names[other.name]:
        return True
    if check.box is None or other.box is None:
        return False
    return check.box.overlap(other.box) > _SAME * min(check.box.area, other.box.area)
