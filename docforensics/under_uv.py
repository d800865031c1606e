"""Keeps in a template what its captures show under UV where its reference is level: lines of named devices, and how much glows at least.

A reference keeps nothing of a holder, and with it goes what lies over or among the holder's data on every document. What four holders or more show alike there is no
holder's (`templates.learning.device_lines`, `checks.support.least_glow`). It is learned of the captures as they lie on the finished template, once its devices are named.
"""

from collections.abc import Sequence
from dataclasses import replace

from docforensics.capture.light import Light
from docforensics.capture.side import Capture
from docforensics.checks.outcome import Abstained
from docforensics.checks.support.glow import LuminescentSide, luminescent_sides
from docforensics.checks.support.least_glow import least_of
from docforensics.counting import examiner_of
from docforensics.errors import UsageError
from docforensics.formats.free_size import FreeSize
from docforensics.templates.learning.device_lines import FEWEST_HOLDERS, lines_of
from docforensics.templates.model import FeatureKind, Template


def with_shown_under_uv(
    template: Template, captures: Sequence[Capture], *, holders: Sequence[int] | None = None
) -> Template:
    """Give a template with what the genuine captures that it was learned from show under UV where its reference is level.

    A template of fewer than four holders in UV, and one without a reference in UV, stay as they are. So does one of fewer holders than captures, or of a free size, where nobody
    knows holders apart, unless it is stated whose each is: what two captures of one document share may be the holder's.

    Parameters
    ----------
    holders
        A number for each capture, the same for captures of one holder; None where each is another holder's.

    Raises
    ------
    UsageError
        Another number of holders than of captures.
    """
    if holders is not None and len(holders) != len(captures):
        raise UsageError(
            f"with_shown_under_uv: expected a holder for each of {len(captures)} captures, got {len(holders)}"
        )
    reference = template.references.get(Light.UV)
    is_open = template.n_holders != len(captures) or isinstance(template.size, FreeSize)
    if reference is None or (holders is None and is_open):
        return template
    whose = range(len(captures)) if holders is None else holders
    sides = _one_of_each(template, captures, whose)
    if len(sides) < FEWEST_HOLDERS:
        return template
    devices = [one.box for one in template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE)]
    pages = [(lit.side.page(), lit.side.seen) for lit in sides]
    shown = replace(reference, least_glow=least_of(sides), lines=lines_of(devices, pages))
    references = {**template.references, Light.UV: shown}
    return replace(template, references=references, digest="", signed_by="")


def _one_of_each(
    template: Template, captures: Sequence[Capture], holders: Sequence[int]
) -> list[LuminescentSide]:
    """The first capture of each holder that lies on a template and shows it under UV in the colours of its reference."""
    examiner, sides = examiner_of(template), dict[int, LuminescentSide]()
    colours = template.references[Light.UV].mean.ndim
    for capture, holder in zip(captures, holders, strict=True):
        found = () if holder in sides else luminescent_sides(examiner.read(capture))
        for lit in () if isinstance(found, Abstained) else found[:1]:
            if lit.side.page().ndim == colours:
                sides[holder] = lit
    return list(sides.values())
