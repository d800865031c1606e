"""The colours of the fixed print against the reference, as people see them (CIEDE2000).

The page is first brought to the reference's white balance, brightness and contrast, one gain, offset and slope a colour, on all that the
template explains, and each place to the tint of what surrounds it, since light of two lamps tints paper and ink alike; what is left are colours
that stand to one another as they do not on a genuine page. Devices mix the three colours each in its way: where colours differ that no camera, or no scanner, took of which the template knows, it is an
adverse value only where they do by the one matrix that fits most of the page as well. Such a matrix explains many a copy, so that what it
explains verifies nothing: the check abstains. No scanner takes a fifth of all colours off, so it explains no copy that pales. Copies mix four inks where the issuer printed spot colours, so single hues go
astray; a grey copy loses all of them. Lightness is left out: shadow and glare change it. The value is taken over a fixed area, so that
it does not matter how much plain paper the template leaves open.

Cannot see: copies whose colours were corrected well; a page of one tone, or a tint that fades over centimetres; anything of a page whose print is
displaced from its reference or is unlike it throughout, where other colours stand under every place. Ink of personal data, glare, devices
that change their colours and what could not be compared are left out.

Feature: background printing. Sources: Doc 9303-2 Appendix C (VI,AB,IS); CIE 142:2001 (CIEDE2000); PRADO "rainbow colouring".
"""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from docforensics.capture.model import Channel, Pixels
from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, not_supported, undetermined
from docforensics.checks.security._background import TOO_UNLIKE, is_like
from docforensics.checks.security._ciede2000 import ciede2000, lab_of
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.checks.support.unfit import rounded
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.quantiles import median_of
from docforensics.page.visibility import Blindness
from docforensics.templates.comparison.device_colours import of_one_device
from docforensics.templates.comparison.occlusion import burnt_out
from docforensics.templates.comparison.photometric import is_grey, levelling
from docforensics.templates.masks import box_mask, grown, in_light, ink_allowed
from docforensics.templates.model import REFERENCE_PX_PER_MM, FeatureKind
from docforensics.templates.planes import Mask, Planes, blur_masked, means_within
from docforensics.templates.taken_on import is_of_scanners

_ID = "security.colour"
_USUAL = 1.65
"""What 98 of 100 genuine pages of Utopia stay below (750 pages, calibration half); the check's row is neutral at 2.4."""
SPEC = CheckSpec(
    title="Colours of the fixed print",
    unit="CIEDE2000 beyond white balance, reached on 50 mm2 of the print",
    verifies=frozenset({ClaimId.PRINT_PROCESS}),
    tr03135="VI,AB,IS",
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=4.0,
    usual=_USUAL,
    adverse="Colours of the fixed print are not those of genuine pages.",
    favourable="The colours of the print agree with the reference after white balance (CIEDE2000 {difference:.1f}).",
    advice="Lay the page next to a genuine document in daylight: compare the colours of emblems and background, and "
    "look with a magnifier whether a colour is one ink or dots of several.",
    equipment="a colour capture in white light",
    facts={"difference": float},
)
NO_COLOUR = not_supported("the image has no colour", "a colour capture in white light", why=Why.NO_COLOUR)
UNCOLOURED = undetermined("the reference has no colour", expected=False, why=Why.NO_REFERENCE_HERE)
TOO_COMPRESSED = undetermined(
    "chroma of the capture quantised by compression; not evaluated",
    "the capture as the device made it, at a JPEG quality of 30 or more",
    why=Why.TOO_NOISY,
)
LITTLE_KNOWN = undetermined(
    "the template knows too little fixed print to compare colours", expected=False, why=Why.NO_REFERENCE_HERE
)
FEW_CAPTURES = undetermined(
    "the template was learned from fewer than three captures; what the colours of genuine pages have in common is not known",
    "a template learned from documents of several holders",
    why=Why.FEW_HOLDERS,
)
OTHER_DEVICE = undetermined(
    "the colours differ as those of another device do, or as those of a copy; not evaluated",
    "a capture, or a template, of better quality",
    why=Why.TOO_NOISY,
)
TOO_LITTLE = undetermined("too little of the fixed print could be seen to compare colours", why=Why.TOO_NOISY)
_STEPS = (
    FEW_CAPTURES,
    UNCOLOURED,
    NO_COLOUR,
    TOO_UNLIKE,
    TOO_COMPRESSED,
    LITTLE_KNOWN,
    TOO_LITTLE,
    OTHER_DEVICE,
)
_MEAN_MM = 1.0
"""Standard deviation of the window over which colours are taken: the mixture of print and paper, not single lines."""
_SAMPLE = 4
"""Pixels from one sample to the next."""
_MIN_SHARE, _MOST_HIDDEN = 0.05, 0.3
"""Share of the page that must be comparable, and of the reference's plain print that glare, dirt and reflections may hide: where
they hide more, what is left lies at their rims, and the balance of the page is not known well."""
_FEWEST_CAPTURES = 3
"""A template has the colours of its captures' devices: one capture does not tell the device from the print, and two tell one difference. A genuine card on a third
device measured 3.8 against templates of two others (three of three, seen)."""
_AREA_MM2, _UNNAMED_MM2 = 50.0, 150.0
"""Area that has to differ as much, where the template names its devices, and where one that it does not name may be as large. On 165 genuine and 15 copied
pages of Utopia (calibration half, three channels; the forged ones chose it) the first leaves 0.4 between them (on uploads and photos 0.7), double of it less."""
_AROUND_MM, _ROUNDS, _TRIM, _LEAST_TINT = 8.0, 3, 2.0, 0.3
"""Standard deviation of the surroundings that a place is compared with; rounds, robust standard deviations and units of a* and b* beyond which a place does
not tell their tint. The largest genuine photo of those pages measured 3.5 without it, in light of two lamps, and 1.6 with it."""
_MARKED_FROM = 2.0
"""Value from which places are marked, and from which a camera's matrix leaves colours apart. A judgement; not fitted."""
_REFLECTED = 5.0
"""Grey levels of brightness that exposure does not explain."""
_MOST_CORRECTED = 2.0
"""CIEDE2000 up to which a page is measured with its reflections taken away: one genuine photo in mixed light measured 4.0 so."""
_LEAST_VIVID = 0.8
"""Share of the reference's colourfulness that a scanner keeps. Of 304 scans of 19 random designs (seen) 62 genuine ones differ in colour by more than the usual: one keeps .74, the others
.82 to 1.22; of 33 copies and counterfeits 17 keep less than .8."""
_BESIDE_MM = 4.0
"""How far from glare colours are not taken: its rim tints print that is otherwise clear. A judgement."""
_MOST_REFLECTED = 40.0
"""The same up to which a reflection is taken away where it covers too much of the page to leave its places out. On twelve photos
of TD2 of the calibration half the colours of genuine print measured 0.7 to 1.2 so and 0.7 to 2.0 without, a pseudo document 3.3."""


def measure(document: Document) -> Outcome:
    """Measure the colour difference that a fixed area of print reaches, on the side where it is largest."""
    return worst_seen(registered_sides(document), _measure_side, *_STEPS, claims=SPEC.verifies)


def _measure_side(side: RegisteredSide) -> SideOutcome:
    unknown = _unknown(side)
    if unknown is not None:
        return unknown
    known = np.count_nonzero(_plain(side, side.reference.constant))
    for most, page, even in _lit_evenly(side):
        plain = _plain(side, even)
        count = np.count_nonzero(plain)
        if count / plain.size > _MIN_SHARE and count > (1 - _MOST_HIDDEN) * known:
            found = _told(side, page, even, plain)
            if isinstance(found, Abstained) or found.value <= most:
                return found
    share = known / side.reference.constant.size
    return LITTLE_KNOWN if (1 - _MOST_HIDDEN) * share <= _MIN_SHARE else TOO_LITTLE


def _unknown(side: RegisteredSide) -> Abstained | None:
    """Give why colours cannot be compared at all; None when they can."""
    if side.reference.mean.ndim != 3:
        return UNCOLOURED
    if is_grey(side.page()):
        return NO_COLOUR
    if side.reference.n_captures < _FEWEST_CAPTURES:
        return FEW_CAPTURES
    if not is_like(side):
        return TOO_UNLIKE
    return TOO_COMPRESSED if rounded(side.side, side.light) else None


def _told(side: RegisteredSide, page: Pixels, even: Mask, plain: Mask) -> Measured | Abstained:
    """Measure the colours; where they differ, beyond what another device makes of all of them."""
    colours = _levelled(side, page, even, plain)
    found = _measured(side, _differences(*colours), plain)
    if found.value <= _USUAL or not _may_be_of_another_device(side, found.value, *colours):
        return found
    own, expected, sampled = colours
    apart = _measured(side, _differences(of_one_device(own, expected, sampled), expected, sampled), plain)
    return apart if apart.value > _MARKED_FROM else OTHER_DEVICE


def _may_be_of_another_device(
    side: RegisteredSide, value: float, own: Planes, expected: Planes, sampled: Mask
) -> bool:
    """Whether another device may make the page's colours of the reference's: a camera on a template of scanners alone, and a scanner that keeps them as vivid.

    What scanners make of a model's colours is known where its own captures are; a template that knows cameras knows what they make of them. Scans that differ by no more than is marked are in order as they are.
    """
    if side.side.capture.channel is not Channel.SCANNER:
        return is_of_scanners(side.template)
    knows = value > _MARKED_FROM and bool(side.template.own_values(_ID))
    return knows and _vividness(own, expected, sampled) >= _LEAST_VIVID


def _vividness(own: Planes, expected: Planes, sampled: Mask) -> float:
    """Give the share of the reference's colourfulness (distances of a* and b* from those of most places) that a page shows at the same places; 1 where the reference has none."""
    seen, wanted = (lab_of(planes)[sampled][:, 1:].astype(np.float64) for planes in (own, expected))
    seen, wanted = (values - np.median(values, axis=0) for values in (seen, wanted))
    whole = float((wanted * wanted).sum())
    return float((seen * wanted).sum()) / whole if whole > 0 else 1.0


def _measured(side: RegisteredSide, difference: NDArray[np.float32], plain: Mask) -> Measured:
    sampled = plain[::_SAMPLE, ::_SAMPLE]
    found = difference[sampled]
    area = _AREA_MM2 if side.template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE) else _UNNAMED_MM2
    reach = min(round(area * (REFERENCE_PX_PER_MM / _SAMPLE) ** 2), found.size)
    value = float(np.partition(found, -reach)[-reach])
    wrong = np.repeat(np.repeat((difference >= value) & sampled, _SAMPLE, 0), _SAMPLE, 1)
    regions = side.marked(wrong, "another colour", min_mm2=3.0) if value > _MARKED_FROM else ()
    return Measured(value=value, regions=regions, facts={"difference": value})


def _lit_evenly(side: RegisteredSide) -> Iterator[tuple[float, Pixels, Mask]]:
    """Give the page and the constant print that was compared away from glare and from reflections, which fade colours.

    First the page as it is; then with its reflections taken away, which add white light, and print that lies under them. Beside
    each, up to which difference it may be measured so: mixed light is no reflection, and what the correction leaves of it is no evidence.
    """
    lift = side.lift()
    unburnt = side.residual.comparable & ~burnt_out(side.page()) & ~_beside_glare(side)
    yield np.inf, side.page(), np.asarray(unburnt & (lift < _REFLECTED), dtype=bool)
    dimmed = np.clip(side.page() - np.maximum(lift, 0)[..., None], 0, 255)
    evened = np.round(dimmed).astype(np.uint8)
    yield _MOST_CORRECTED, evened, np.asarray(unburnt & (lift < _MOST_REFLECTED), dtype=bool)


def _beside_glare(side: RegisteredSide) -> Mask:
    """Where glare, or its rim, may tint the print."""
    glare = side.side.page.visibility.masks(side.light).get(Blindness.GLARE)
    height, width = side.residual.comparable.shape
    if glare is None:
        return np.zeros((height, width), dtype=np.bool_)
    burnt = cv2.resize(glare.view(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
    return grown(burnt > 0, _BESIDE_MM)


def _plain(side: RegisteredSide, even: Mask) -> Mask:
    """Of these the places away from the holder's data, and from devices, which show other colours at another tilt."""
    personal = ink_allowed(in_light(side.template.features, side.light), even.shape)
    devices = side.template.of_kind(FeatureKind.OPTICALLY_VARIABLE_DEVICE)
    changing = box_mask((device.box.grown(_MEAN_MM) for device in devices), even.shape)
    return np.asarray(even & ~personal & ~changing, dtype=bool)


def _levelled(side: RegisteredSide, page: Pixels, even: Mask, plain: Mask) -> tuple[Planes, Planes, Mask]:
    """Give the colours of page and reference, (h, w, 3), one sample every `_SAMPLE` pixels, and where they are asked for.

    White balance and brightness are taken from all over the page, between the holder's data as well.
    """
    reference = side.reference.mean
    means = [
        means_within(pixels, plain, _SAMPLE, sigma_px=_MEAN_MM * REFERENCE_PX_PER_MM)
        for pixels in (page, reference)
    ]
    return levelling(page, reference, even).of(means[0]), means[1], plain[::_SAMPLE, ::_SAMPLE]


def _differences(own: Planes, expected: Planes, sampled: Mask) -> NDArray[np.float32]:
    """CIEDE2000 at equal lightness, (h, w); 0 where it is not asked for."""
    seen, wanted = lab_of(own), lab_of(expected)
    seen[..., 1:] -= _tint(seen[..., 1:] - wanted[..., 1:], sampled)
    seen[..., 0] = wanted[..., 0]
    found = np.zeros(sampled.shape, np.float32)
    found[sampled] = ciede2000(seen[sampled], wanted[sampled])
    return found


def _tint(beside: NDArray[np.float32], plain: Mask) -> NDArray[np.float32]:
    """The tint of what surrounds each sample, (h, w, 2): the mean of those around that differ no more than most."""
    kept, around = plain, np.zeros_like(beside)
    for _ in range(_ROUNDS):
        around = blur_masked(beside, kept, sigma_px=_AROUND_MM * REFERENCE_PX_PER_MM / _SAMPLE)
        off = np.hypot(*np.moveaxis(beside - around, -1, 0))
        kept = plain & (off <= max(_TRIM * 1.4826 * median_of(off[plain]), _LEAST_TINT))
    return around
