"""The registered page minus what the template explains: the map that the print checks share."""

from dataclasses import dataclass

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.page.quantiles import median_of, quantiles
from docforensics.templates.comparison.dissimilarity import PageComparison, compare
from docforensics.templates.comparison.folds import folds
from docforensics.templates.comparison.pooled import FAINT_STEP, pooled
from docforensics.templates.comparison.sharpness import reference_ratios
from docforensics.templates.masks import component_box, in_light, ink_allowed, solid_allowed
from docforensics.templates.model import REFERENCE_PX_PER_MM, LightReference, Template
from docforensics.templates.planes import Map, Mask

MIN_SUPPORT = 0.3
"""Share of the window that must be comparable for a place to count."""
_MARGIN = 0.04
"""Dissimilarity beyond tolerance that still means nothing."""
_TOLERATED = 3.0
"""How many times the capture's own typical mismatch is tolerated."""
_FLOOR = 0.02
"""Least typical mismatch of a capture: no capture is as good as none. A judgement; not fitted."""
_SAMPLED = (slice(None, None, 3), slice(None, None, 3))
"""Every third place tells the page's own figures as well: the maps are smooth over a window."""
_FAINTEST = 0.25
"""Share of the print that is faint enough for noise to show on it."""
_NOISE_TOLERATED = 2.0
"""How many times the capture's own noise is tolerated."""

_SHALLOW = 0.09
"""Excess that nine tenths of a place stay below where the page merely lies beside the reference: at most 0.082 where such a place weighs more
than 0.66 mm2, but for one of 0.24 that no check names (140 genuine phone and messenger pages of the calibration half); 0.0996 in a photograph of
a retyped field (seen), 0.14 and more where print was scraped or swapped."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Residual:
    """How far the print exceeds the dissimilarity that the template tolerates, place by place."""

    excess: Map
    """(H, W): dissimilarity beyond tolerance, >= 0; 0 where nothing could be compared."""
    comparable: Mask
    """(H, W): places where the constant print could be compared."""
    dissimilarity: float
    """Median over the comparable print: 0 same .. 1 unrelated."""
    energy: Map
    """(H, W): `Comparison.energy`, octaves; 0 where nothing could be compared."""
    faint: Map
    """(H / 4, W / 4): see `docforensics.templates.comparison.pooled`."""
    soft_px: float
    """Standard deviation of the blur, one of `sharpness.SIGMAS_PX`, after which the reference's constant print is as soft as the page's."""

    def __post_init__(self) -> None:
        self.faint.setflags(write=False)
        self.excess.setflags(write=False)
        self.energy.setflags(write=False)
        self.comparable.setflags(write=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintCluster:
    """One connected place that exceeds the tolerance."""

    box: BoxMm
    mass: float
    """Excess summed over the place, square millimetres."""


def residual(
    page: Pixels,
    template: Template,
    reference: LightReference,
    light: Light = Light.VISIBLE,
    *,
    shown: Mask | None = None,
) -> Residual:
    """Compare a page on the template's frame, at the reference's resolution, with the reference of a light.

    `shown` is where the capture shows the page at all, (H, W); everywhere when not given. The lines of folds are left out.
    """
    trusted = reference.constant if shown is None else reference.constant & shown
    features = in_light(template.features, light)
    allowed, solid = (of(features, reference.mean.shape) for of in (ink_allowed, solid_allowed))

    def against(known: Mask) -> Residual:
        seen = compare(
            page,
            reference.mean,
            ink_allowed=allowed,
            solid_allowed=solid,
            trusted=known,
            ratios=reference_ratios(reference, grey=page.ndim == 2),
        )
        return _beyond(seen, reference, known)

    found = against(trusted)
    folded = folds(page, reference.mean, found.excess, found.comparable)
    return against(trusted & ~folded) if folded.any() else found


def _beyond(seen: PageComparison, reference: LightReference, trusted: Mask) -> Residual:
    """What of a comparison exceeds the tolerance."""
    comparable = (seen.support > MIN_SUPPORT) & trusted
    if not comparable[_SAMPLED].any():
        nothing = np.zeros(comparable.shape, dtype=np.float32)
        return Residual(
            excess=nothing,
            comparable=comparable,
            dissimilarity=1.0,
            energy=nothing,
            faint=nothing[::FAINT_STEP, ::FAINT_STEP],
            soft_px=seen.soft_px,
        )
    # The reference says where print is hard to match, the page as a whole how well this capture matches at all. Forged
    # places are local and move a median little; a poor capture is not a forgery everywhere.
    difficulty, noise = reference.tolerance + _FLOOR, noise_share(seen, comparable)
    sampled = comparable[_SAMPLED]
    beyond = np.maximum(seen.dissimilarity[_SAMPLED] - noise[_SAMPLED], 0)[sampled]
    level = median_of(beyond / difficulty[_SAMPLED][sampled])
    excess = seen.dissimilarity - np.float32(_TOLERATED * level) * difficulty
    excess -= np.float32(_NOISE_TOLERATED) * noise
    excess -= np.float32(_MARGIN)
    # A tenth of the time that it takes to set what a mask names, which lies all over the page.
    np.maximum(excess, 0, out=excess)
    np.multiply(excess, comparable, out=excess)
    energy = seen.energy * comparable
    pool = np.s_[::FAINT_STEP, ::FAINT_STEP]
    return Residual(
        excess=excess,
        comparable=comparable,
        dissimilarity=median_of(seen.dissimilarity[_SAMPLED][sampled]),
        energy=energy,
        faint=pooled(
            np.maximum(seen.dissimilarity[pool] - noise[pool], 0),
            difficulty[pool],
            (comparable & (excess <= 0))[pool],
            level,
        ),
        soft_px=seen.soft_px,
    )


def noise_share(seen: PageComparison, comparable: Mask) -> Map:
    """(H, W): dissimilarity that the capture's own noise makes at each place, by how much print there is to drown in it.

    Noise and compression differ from capture to capture and lie on strong and on faint print alike, so they are taken from
    the page itself: what differs where the print is faintest.
    """
    where = comparable[_SAMPLED]
    strength, difference = seen.strength[_SAMPLED][where], seen.difference[_SAMPLED][where]
    noise = median_of(difference[strength <= quantiles(strength, (_FAINTEST,))[0]])
    return np.asarray((noise / np.maximum(seen.strength, noise)) ** 2, dtype=np.float32)


def is_slip(excess: Map, place: PrintCluster) -> bool:
    """Whether a place differs a little over a wide area, as where the page is displaced a little on the reference."""
    rows, columns = place.box.to_px(REFERENCE_PX_PER_MM).slices
    inside = excess[rows, columns]
    return float(np.quantile(inside[inside > 0], 0.9)) < _SHALLOW


def clusters(excess: Map, *, min_mass: float) -> tuple[PrintCluster, ...]:
    """Connected places of excess, the heaviest first."""
    above = excess > 0
    if not above.any() or float(excess[above].sum(dtype=np.float64)) < min_mass * REFERENCE_PX_PER_MM**2:
        # All places together do not weigh as much.
        return ()
    count, labels, stats, _ = cv2.connectedComponentsWithStats(above.view(np.uint8), connectivity=8)
    masses = np.bincount(labels[above], weights=excess[above], minlength=count) / REFERENCE_PX_PER_MM**2
    found = [
        PrintCluster(box=component_box(stats[label]), mass=float(masses[label]))
        for label in range(1, count)
        if masses[label] >= min_mass
    ]
    return tuple(sorted(found, key=lambda cluster: -cluster.mass))
