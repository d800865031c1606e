"""A template carried on with further genuine captures, from its own figures: the captures that it was learned from are not needed.

Every figure of a reference counts for the captures that it rests on, and is drawn towards what the new ones show. Places that were
variable stay so: a template of few holders, which presumes much to be the holder's, is learned anew from all captures instead, and
`revising` refuses to update it. What captures showed under UV at such places is carried on unchanged.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.templates.comparison.data_place import data_shift
from docforensics.templates.comparison.dissimilarity import compare
from docforensics.templates.comparison.missing import element_octaves
from docforensics.templates.comparison.photometric import colour_difference, is_grey
from docforensics.templates.comparison.residual import MIN_SUPPORT
from docforensics.templates.learning.own_captures import Own, departure
from docforensics.templates.learning.reference import DIFFERENT, LEVEL_MM, NO_PRINT
from docforensics.templates.learning.spread import PRIOR_WEIGHT, SMOOTH_MM
from docforensics.templates.learning.tolerance import drawn_towards, spread_of
from docforensics.templates.learning.under_uv import glow_alone, without_heads
from docforensics.templates.learning.update_portrait import FurtherPages, with_further_portraits
from docforensics.templates.masks import box_mask, in_light, ink_allowed, solid_allowed
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, Template
from docforensics.templates.planes import Map, Mask, blur_masked
from docforensics.templates.registration.register import TemplateMatch

REVISION = "revision"
"""In a template's provenance: the number of its revision; one that was never updated is the first."""
RESTORES = "restores"
"""In a template's provenance: the revision that it was set back to, and is again."""
_FEWEST_TO_VARY = 2
"""New captures, and more than half of them, that must show other print for a place to be constant no longer: dirt on one page
is no change of the series. A judgement."""


def with_further(
    template: Template, matches: Sequence[TemplateMatch], *, n_holders: int, updated_on: date | None = None
) -> Template:
    """Give the next revision of a template, from further genuine captures that were laid on it.

    Parameters
    ----------
    matches
        The captures, each laid on this very template.
    n_holders
        Of how many holders they are, none of whom the template knows.

    """
    references = {
        light: _next(template, light, [match for match in matches if light in match.pages])
        for light in template.references
    }
    white = template.references[Light.VISIBLE]
    further = FurtherPages(
        pages=[match.pages[Light.VISIBLE] for match in matches],
        shifts=[
            data_shift(
                match.pages[Light.VISIBLE], white, template.features, _seen(match, Light.VISIBLE, white)
            )
            for match in matches
        ],
    )
    features = tuple(
        with_further_portraits(
            feature, template.features, further, references[Light.VISIBLE], template.n_captures
        )
        for feature in template.features
    )
    day = updated_on or date.today()  # noqa: DTZ011
    provenance = {
        **{key: value for key, value in template.provenance.items() if key != RESTORES},
        "captures": str(template.n_captures + len(matches)),
        "holders": str(template.n_holders + n_holders),
        "updated_on": day.isoformat(),
        REVISION: str(revision_of(template) + 1),
    }
    return replace(
        template,
        references=references,
        features=features,
        n_captures=template.n_captures + len(matches),
        n_holders=template.n_holders + n_holders,
        provenance=MappingProxyType(provenance),
        digest="",
        signed_by="",
    )


def _seen(match: TemplateMatch, light: Light, reference: LightReference) -> Mask:
    """Where a capture could be seen in a light, (H, W)."""
    return ~match.blind.get(light, np.zeros_like(reference.constant))


def revision_of(template: Template) -> int:
    """Number of a template's revision, from 1; what a file states otherwise counts as the first."""
    text = template.provenance.get(REVISION, "1")
    return int(text) if text.isdecimal() and len(text) < 7 else 1


class _Further:
    """The new captures in one light, held against the reference; NaN where one shows nothing."""

    def __init__(self, template: Template, light: Light, matches: Sequence[TemplateMatch]) -> None:
        reference = template.references[light]
        features = in_light(template.features, light)
        ink, solid = (of(features, reference.mean.shape) for of in (ink_allowed, solid_allowed))
        self.pages = [match.pages[light] for match in matches]
        self.trusted = [reference.constant & _seen(match, light, reference) for match in matches]
        found = [
            compare(page, reference.mean, ink_allowed=ink, solid_allowed=solid, trusted=trusted)
            for page, trusted in zip(self.pages, self.trusted, strict=True)
        ]
        self.seen = [
            trusted & (one.support > MIN_SUPPORT) for one, trusted in zip(found, self.trusted, strict=True)
        ]
        self.compared = [one.compared for one in found]
        self.dissimilarity = self._where_seen([one.dissimilarity for one in found])
        self.difference = self._where_seen([one.difference for one in found])
        self.energy = self._where_seen([one.energy for one in found])

    def _where_seen(self, maps: Sequence[Map]) -> NDArray[np.float32]:
        return np.stack([np.where(seen, one, np.nan) for one, seen in zip(maps, self.seen, strict=True)])


def _next(template: Template, light: Light, matches: Sequence[TemplateMatch]) -> LightReference:
    """The reference in one light with what further captures show; as it is where none has this light."""
    reference = template.references[light]
    if not matches or not reference.constant.any():
        return reference
    further = _Further(template, light, matches)
    level, level_spread = _levels(reference, further)
    own = _own_and_fading(template, light, further)
    tolerance = drawn_towards(
        reference.tolerance,
        spread_of(further.dissimilarity),
        weight=len(matches),
        known=reference.n_captures + PRIOR_WEIGHT,
        least=1.0,  # how much of the former scale is the simulation's, which bounds it below, is not known
        where=reference.constant,
    )
    mean, constant = _mean(reference, further), reference.constant & ~_varies(further)
    if light is Light.UV:
        features = in_light(template.features, light)
        mean, tolerance = glow_alone(mean, constant, features), without_heads(tolerance, features)
    changed = replace(
        reference,
        tolerance=tolerance,
        mean=mean,
        constant=constant,
        colour_spread=_colour(reference, further),
        energy_spread=_pooled(reference.energy_spread, further.energy**2, reference),
        level=level,
        level_spread=level_spread,
        n_captures=reference.n_captures + len(matches),
    )
    return replace(changed, own_places=own.places, own_faint=own.faint, faded=own.faded)


def _varies(further: _Further) -> Mask:
    """Where most of the new captures show other print than the reference: it is not the same on every document."""
    seen = ~np.isnan(further.dissimilarity)
    differs = np.nan_to_num(further.dissimilarity) > DIFFERENT
    differs &= np.nan_to_num(further.difference) > NO_PRINT
    count = differs.sum(axis=0)
    return np.asarray((count >= _FEWEST_TO_VARY) & (2 * count > seen.sum(axis=0)), dtype=bool)


def _mean(reference: LightReference, further: _Further) -> Pixels:
    """The reference's mean drawn towards the new pages, at its own brightness, where they show constant print; colour from those that have it."""
    mean = reference.mean.astype(np.float32).reshape(*reference.constant.shape, -1)
    total, weight = (
        mean * reference.n_captures,
        np.full(reference.constant.shape, float(reference.n_captures)),
    )
    for page, seen in zip(further.pages, further.compared, strict=True):  # no holder's ink is in a mean
        planes = page.astype(np.float32).reshape(*page.shape[:2], -1)
        if planes.shape != mean.shape or not seen.any() or (reference.mean.ndim == 3 and is_grey(page)):
            continue
        level = blur_masked(mean - planes, seen, sigma_px=LEVEL_MM * REFERENCE_PX_PER_MM)
        total += np.where(seen[..., None], planes + level, 0)
        weight += seen
    found = np.where(reference.constant[..., None], total / weight[..., None], mean)
    return np.clip(found.round(), 0, 255).astype(np.uint8).reshape(reference.mean.shape)


def _colour(reference: LightReference, further: _Further) -> Map:
    squares = [
        np.where(seen, (colour_difference(page, reference.mean, trusted) ** 2).mean(axis=2), np.nan)
        for page, seen, trusted in zip(further.pages, further.seen, further.trusted, strict=True)
        if not (reference.mean.ndim == 3 and is_grey(page)) and seen.any()
    ]
    return (
        _pooled(reference.colour_spread, np.stack(squares), reference) if squares else reference.colour_spread
    )


def _pooled(former: Map, squares: NDArray[np.float32], reference: LightReference) -> Map:
    """(H, W): a standard deviation with the squares (N, H, W) of further captures, NaN where they show nothing."""
    known = reference.n_captures - 1 + PRIOR_WEIGHT
    squares = np.where(np.isnan(squares), former**2, squares)
    smooth = [cv2.GaussianBlur(one, (0, 0), SMOOTH_MM * REFERENCE_PX_PER_MM) for one in squares]
    return np.asarray(
        np.sqrt((known * former**2 + np.sum(smooth, axis=0)) / (known + len(squares))), dtype=np.float32
    )


def _levels(reference: LightReference, further: _Further) -> tuple[tuple[float, ...], float]:
    """Brightness of the constant print and its spread, drawn towards the new captures'."""
    each = [
        np.median(page.reshape(*seen.shape, -1)[seen], axis=0)
        for page, seen in zip(further.pages, further.seen, strict=True)
        if seen.any() and (page.ndim == 2) == (reference.mean.ndim == 2)
    ]
    if not each:
        return reference.level, reference.level_spread
    former, count = np.array(reference.level), reference.n_captures
    level = (former * count + np.sum(each, axis=0)) / (count + len(each))
    known = count - 1 + PRIOR_WEIGHT
    squares = sum(float(((one - former) ** 2).mean()) for one in each)
    spread = float(np.sqrt((known * reference.level_spread**2 + squares) / (known + len(each))))
    return tuple(float(value) for value in level), spread


def _own_and_fading(template: Template, light: Light, further: _Further) -> Own:
    """What the captures show of one another: each new one is compared with the reference that it was not in."""
    reference = template.references[light]
    if not reference.own_places:
        return Own(places=(), faint=(), faded=reference.faded)
    varying = box_mask((one.box for one in template.features if one.variable), reference.constant.shape)
    faded, shown = reference.faded, []
    for page, trusted in zip(further.pages, further.trusted, strict=True):
        shown.append(departure(page, replace(reference, constant=trusted), template.features))
        short = np.maximum(-np.nan_to_num(element_octaves(page, reference.mean, trusted & ~varying)), 0)
        size = reference.constant.shape[1::-1]
        faded = np.maximum(faded, cv2.resize(short.astype(np.float32), size, interpolation=cv2.INTER_LINEAR))
    places, faint = (tuple(values) for values in zip(*shown, strict=True))
    return Own(
        places=(*reference.own_places, *places),
        faint=(*reference.own_faint, *faint),
        faded=np.asarray(faded, dtype=np.float32),
    )
