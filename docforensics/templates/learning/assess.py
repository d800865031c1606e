"""How good a template is: on what it rests, how wide its tolerance is, and what it lacks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from docforensics.capture.light import Light
from docforensics.templates.learning.device_lines import FEWEST_HOLDERS
from docforensics.templates.learning.taken_page import PAGE, TakenPage
from docforensics.templates.model import FeatureKind, LightReference, Template

FEW_CAPTURES, FEW_HOLDERS = 3, 3
"""Below these, tolerances are mostly the prior's, and what is constant was presumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceFacts:
    """A template's reference in one light."""

    n_captures: int
    constant_share: float
    """Of the page, 0..1."""
    tolerance: float
    """Median dissimilarity that is expected of a genuine page."""
    colour_spread: float
    """Median, grey levels."""
    energy_spread: float
    """Median, octaves."""
    level_spread: float
    """Grey levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The result of `template check`."""

    n_captures: int
    n_holders: int
    lights: Mapping[Light, ReferenceFacts]
    missing: tuple[str, ...]
    """One sentence each: what would make it better."""


def assess(template: Template) -> Assessment:
    """Look a template over."""
    lights = {light: _facts(reference) for light, reference in template.references.items()}
    return Assessment(
        n_captures=template.n_captures,
        n_holders=template.n_holders,
        lights=lights,
        missing=tuple(_missing(template)),
    )


def _facts(reference: LightReference) -> ReferenceFacts:
    known = reference.constant if reference.constant.any() else np.ones_like(reference.constant)
    return ReferenceFacts(
        n_captures=reference.n_captures,
        constant_share=float(reference.constant.mean()),
        tolerance=float(np.median(reference.tolerance[known])),
        colour_spread=float(np.median(reference.colour_spread[known])),
        energy_spread=float(np.median(reference.energy_spread[known])),
        level_spread=reference.level_spread,
    )


def _missing(template: Template) -> Iterator[str]:
    yield from left_open(template)
    for light in (Light.VISIBLE, Light.UV, Light.IR):
        if light not in template.references:
            yield f"no reference in {light} light: checks in that light abstain"
    if template.model is None:
        yield "no model: name country, type, number and year, so that an MRZ finds it"
    if not template.of_kind(FeatureKind.PORTRAIT):
        yield "no portrait of the holder is named: portrait checks abstain"
    elif not any(feature.edges for feature in template.of_kind(FeatureKind.PORTRAIT)):
        yield "no edge of the portrait is known (three holders are needed): its position is not checked"
    if not template.licence:
        yield "no licence is stated"
    if not template.signed_by:
        yield "not signed with a trusted key: a policy that requires signatures refuses it"


def left_open(template: Template) -> Iterator[str]:
    """State what too few genuine documents leave open, and what more of them would add: a sentence each, none where there are enough."""
    yield from _unconfirmed(template)
    if template.n_captures < FEW_CAPTURES:
        yield (
            f"learned from {template.n_captures} capture(s): tolerances are mostly presumed, and the shape and the colours of the page are those "
            f"of these captures; give {FEW_CAPTURES} or more, of several devices, to have alignment and colours checked"
        )
    if template.provenance.get(PAGE) == TakenPage.FOUND:
        yield (
            "pictures of it show two pages, and the one with the machine readable zone was taken; the portrait is on the other: "
            "learn that one as well, with --page other"
        )
    if template.n_holders < FEW_HOLDERS:
        yield (
            f"captures of {template.n_holders} holder(s): what varies was presumed, not seen; give {FEW_HOLDERS} or more holders to have the "
            "print round the portrait, its border, its position and faint print checked"
        )
    if not template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE):
        yield "no optically variable device is named: none is asked for; name those that the model has with template edit"
    under_uv = template.references.get(Light.UV)
    if (
        under_uv is not None
        and min(template.n_holders, under_uv.n_captures) >= FEWEST_HOLDERS
        and not under_uv.least_glow.size
    ):
        yield (
            "what its captures show under UV over the holders' data is not kept: a device over the portrait and luminescent numbers are asked for "
            "less; learn it again with one capture of each of four holders or more, or with --holders"
        )
    elif under_uv is not None and under_uv.mean.ndim == 3 and under_uv.least_glow.shape[-1] == 1:
        yield (
            "in which colours its captures glow under UV over the holders' data is not kept: a luminescent number among lines of another colour is asked for "
            "less; learn it again"
        )
    if not template.counts:
        yield "no false alarms were counted: what only its checks find refers no document; count with learn --count or template count"


def _unconfirmed(template: Template) -> Iterator[str]:
    """State that nobody has confirmed the captures of a discovered template, what its group showed, and what changes that."""
    if template.discovered is None or not template.is_unconfirmed:
        return
    found, more = template.discovered, template.discovered.missing(template.n_captures)
    update = f"give check --update {more} captures that two people confirmed (template confirm), or "
    yield (
        f"discovered in a pile: nobody has confirmed that its {found.captures} captures are genuine, and {found.outliers} of the {found.pages} "
        f"pages of its group stood on the work list; {update if template.n_holders >= FEW_HOLDERS else ''}learn it anew from documents that are "
        "known to be genuine"
    )
    yield from found.marks
