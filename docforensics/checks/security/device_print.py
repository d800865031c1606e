"""What an optically variable device shows in white light, in its own place.

The lines of a device are a little darker than the print below them at most tilts, and of other colours at some. What a template knows of them under UV
(`security.uv_device`) states where they lie in white light; what of its reference follows them there is what the device shades. The reference is brought to the page's
sharpness and contrast by the print around the device, and what the page shows of the shade is measured as a share of what the reference does: the print below counts apart, so that it
is no device by chance. Dark ink over the place is left out. The device may lie an eighth of a millimetre aside, or three where most of it shows there. Where the same shade, laid where no device is, finds as much by chance, where the
template knows few documents, or its reference does not show the lines in white light, it abstains.

How it is weighed: on random designs (seed 4800, templates of six holders on the border reader, seen) ten of 18 have a device whose lines are known: 141 to 147, and 301 to 311, on which it was first verified with a
row neutral at .6 that took five genuine pages of 157 for forged. Genuine pages measure .30 at most on border readers (68), .34 on flatbeds (69), .67 on photos (66) and .68 from messengers (66), where
a device gleams as bright as its paper; 118 whose device is missing measure .72 to 1, all but four .84 and more, and one was not adverse from .73. Once more
verified by the row as it is (design 313 before the search was narrowed), of designs 312 to 314 two have such a device: 51 genuine pages measure .55 at most, 24 without it .90 and more. On
designs 532 to 551, unseen until then, genuine ones measure .31 at most on border readers and flatbeds (73), .65 from messengers (37), one of 35 photos .86 and two .70; nine without it .67 and more.

Cannot see: a flat print of the lines, grey or of the colours of one tilt, which one picture shows as it shows the device; a device that lies over the portrait, over data or between print that glows
alone, where no lines are known over print that all documents share; a device over half of whose lines dark ink lies, be it the holder's picture (five of eleven pages of one of Utopia's passports were not evaluated) or a forger's; whether the image changes: that needs two angles. So it contradicts, and verifies nothing. Only the places that a template names as a device are looked at.

Feature: optically variable device. Sources: Doc 9303-2 Appendix A (OVDs; pattern comparison); PRADO glossary, DOVID.
"""

from collections.abc import Iterator
from functools import lru_cache

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, undetermined
from docforensics.checks.security._device_lines import (
    FEW,
    KnownDevice,
    LinedDevice,
    lined_devices,
    print_at,
    tells_in_white,
)
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec
from docforensics.checks.support.registered import TOO_LITTLE_SEEN, RegisteredSide, registered_sides
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.templates.comparison.device_print import DeviceShade, device_shade, fine_print, shown_shade
from docforensics.templates.model import LightReference
from docforensics.templates.planes import mean_level

SPEC = CheckSpec(
    title="Line work of an optically variable device",
    unit="share of the reference's lines that is lacking",
    contradicts=frozenset({ClaimId.DEVICES}),
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="In white light the fine lines of the optically variable device do not show: it is missing.",
    favourable="The fine lines of the optically variable device show in white light as on the reference.",
    advice="Tilt the document under a lamp: the device must be there, and its images must change with the angle.",
    equipment="a capture in white light of at least 130 dpi",
)
TOO_POOR = undetermined(
    "the image is too coarse or too noisy to show the lines of the optically variable device",
    "a capture, or a template, of better quality",
    why=Why.TOO_NOISY,
)
NO_DEVICE = undetermined(
    "the template names no optically variable device whose lines it knows in white light",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
_LEAST_CLEAR = 4.0
"""Times what follows the lines elsewhere by chance, from which the reference shows the device in white light: 5.7 to 86 on twelve devices of ten random designs (seen), 1.0 and 3.5 on two
whose absence it does not show. A judgement; not fitted."""
_MOST_NOISE = 0.12
"""Standard deviation of the share by chance, beyond which a genuine device of half the reference's strength could be taken for none. A judgement; not fitted."""
_MARKED_FROM = 0.78
"""Value from which the device is marked: where the row by judgement is adverse."""


def measure(document: Document) -> Outcome:
    """Measure what share of the lines of the device that shows least is lacking: 0 as strong as the reference's or stronger, 1 none."""
    sides = registered_sides(document)
    if isinstance(sides, Abstained):
        return sides
    devices = tuple(device for side in sides for device in _devices(side))
    return worst_seen(
        devices or NO_DEVICE, _measure_device, FEW, TOO_LITTLE_SEEN, TOO_POOR, claims=SPEC.contradicts
    )


def _devices(side: RegisteredSide) -> Iterator[LinedDevice]:
    """Devices whose lines the template knows from UV, and shows in white light."""
    for device in lined_devices(side):
        if _shade(side.learned, device.known, is_grey=False).clear >= _LEAST_CLEAR:
            yield device


@lru_cache(maxsize=16)
def _shade(white: LightReference, known: KnownDevice, *, is_grey: bool) -> DeviceShade:
    """What the reference in white light shows of a device, as a page with or without colour would; kept, because it is the same for every document."""
    crop = white.mean[known.around]
    level = mean_level(crop, crop[..., 0] if is_grey and crop.ndim == 3 else crop)
    constant = white.constant[known.around]
    return device_shade(level, constant, known.lines, known=known.where, within=known.within)


def _measure_device(device: LinedDevice) -> SideOutcome:
    side, known = device.side, device.known
    if not tells_in_white(side.template):
        return FEW
    at = print_at(device)
    if at is None:
        return TOO_LITTLE_SEEN
    shown = shown_shade(
        _shade(side.learned, known, is_grey=at.page.ndim == 2),
        fine_print(at.level, at.seen),
        beside=known.beside & at.seen,
        within=at.within,
        gain=at.gain,
    )
    if shown.noise > _MOST_NOISE:
        return TOO_POOR
    value = 1.0 - min(max(shown.share, 0.0), 1.0)
    regions = (side.region(device.box, "optically variable device"),) if value > _MARKED_FROM else ()
    return Measured(value=value, regions=regions)
