"""Whether colours follow the fine lines of an optically variable device in white light, as on genuine documents of the model.

What colours such a device sends back depends on the angle, so the reference, a mean of captures, hardly shows them, and no page is compared with the colours of another. That colours follow the device's lines, which
are known from UV (`security.uv_device`), each place of 2 mm in its own, all captures share. A template keeps how clearly they do on its own captures, against the same lines laid 1.25 and 2 mm aside. The value is how much less clearly
colours of the page follow them, log10, at the device that lacks most: a device that is missing lacks them, and so does a print of its lines in grey, as copies and counterfeits bear it. The grey shade
of the lines is `security.device_print`.

No more is asked than a device that shows has at least (`_AS_CLEAR`).

How it is weighed: see the rows (`models/calibration/expert.toml`). On 24 random designs of 27 (seen; 35 devices, templates of six holders on the border reader) the template knows such lines: 96 genuine photos lack .27 at most, and 14 of 45 copies, counterfeits and
documents without the device .40 and more. 52 further ones of 13 designs lack .25 at most. Scans and files sent by a messenger show it less: genuine ones of border readers lack up to .43, of flatbeds .40, sent files .54.

Cannot see: a print in the colours of one tilt, or in any coloured ink, which one picture shows as it shows the device (of colours that are the same on all lines genuine devices have a part); a device whose colours the template's own captures hardly show; one over which the template knows no lines, or
half of whose lines dark ink covers, or a tenth of which glare or a cover hides; one smaller than 6 mm, or of lines that repeat every 1.25 or 2 mm; a missing device of a model whose own captures show hardly more than chance (a median below about .45); whether the image changes, which needs two angles. So it contradicts, and verifies nothing. A picture that takes all fine colour, as compression does, takes it from lines and elsewhere, and a genuine device is then no clearer than chance. Only the places that a template
names as a device are looked at, and those of templates that keep what three or more of their captures show.

Feature: optically variable device. Sources: Doc 9303-2 Appendix A (OVDs; pattern comparison); PRADO glossary, DOVID.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import numpy as np

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, undetermined
from docforensics.checks.own_values import FEWEST
from docforensics.checks.security._device_lines import (
    FEW,
    KnownDevice,
    LinedDevice,
    lined_devices,
    print_at,
    tells_in_white,
)
from docforensics.checks.spec import WHITE_LIGHT, CheckSpec, kept_name, of_place
from docforensics.checks.support.registered import (
    GREY,
    TOO_LITTLE_SEEN,
    RegisteredSide,
    registered_sides,
)
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.page.quantiles import median_of
from docforensics.templates.comparison.device_line_colours import colour_scales, extent_mm, line_colours
from docforensics.templates.comparison.photometric import is_grey
from docforensics.templates.model import LightReference
from docforensics.templates.planes import Map, as_planes

_ID = "security.device_line_colours"
"""As templates name this check."""
_CLEAR = "clear"
SPEC = CheckSpec(
    title="Colours along the lines of an optically variable device",
    unit="log10 by which colours follow the lines less clearly than on genuine captures",
    contradicts=frozenset({ClaimId.DEVICES}),
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="No colours follow the fine lines of the optically variable device: it is missing or printed in grey.",
    favourable="Colours follow the fine lines of the optically variable device as on genuine documents of the model.",
    advice="Tilt the document under a lamp: the device must be there, and its images must change with the angle.",
    equipment="a colour capture in white light of at least 130 dpi",
    kept_facts=(_CLEAR,),
)
NO_DEVICE = undetermined(
    "the template names no optically variable device of which it knows that colours follow its lines",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
_LEAST_CLEAR = 0.3
"""Median of the template's own captures below which nothing is asked: a page without the device would lack no more than genuine ones do. A judgement; 35 devices of 24 random designs (seen) show .36 and more."""
_LEAST_MM = 6.0
"""Width and height of what the page shows of the lines, below which nothing is measured: noise alone follows them by .1 on 10 mm, .3 on 6 mm and up to 7 on strips (drawn noise). Of 36 devices of 24 random designs (seen) 35 are larger."""
_AS_CLEAR = 0.6
"""How clearly colours follow the lines of any device that shows: a page is asked for no more, since noise and softness take from a device that its template's captures show more clearly. Of .5, .6 and .7 on 24 random designs (seen) that which
keeps genuine photos and those without the device farthest apart."""
_MARKED_FROM = 0.34
"""Value from which the device is marked: where the row of photos is adverse."""


def measure(document: Document) -> Outcome:
    """Measure how much less clearly than on the template's captures colours follow the lines of the device that lacks most, log10; 0 as clearly, or more."""
    sides = registered_sides(document)
    if isinstance(sides, Abstained):
        return sides
    devices = tuple(device for side in sides for device in _devices(side))
    return worst_seen(
        devices or NO_DEVICE, _measure_device, FEW, GREY, TOO_LITTLE_SEEN, claims=SPEC.contradicts
    )


def own_facts(document: Document) -> Mapping[str, float]:
    """Give how clearly colours follow the lines of each device on a capture, which its template keeps."""
    sides = registered_sides(document)
    shown = (
        (device.name, _clear(device.full()))
        for side in (sides if isinstance(sides, tuple) else ())
        if not is_grey(side.page())
        for device in _in_colour(side)
    )
    return {of_place(_CLEAR, name): clear for name, clear in shown if clear is not None}


def _in_colour(side: RegisteredSide) -> Iterator[LinedDevice]:
    """Devices whose lines are known, where the reference has colours."""
    return lined_devices(side) if side.learned.mean.ndim == 3 else iter(())


def _own(device: LinedDevice) -> tuple[float, ...]:
    """How clearly colours follow the lines on the template's own captures."""
    return device.side.template.own_values(kept_name(_ID, of_place(_CLEAR, device.name)))


def _devices(side: RegisteredSide) -> Iterator[LinedDevice]:
    """Devices whose lines are in colour on the template's own captures."""
    for device in _in_colour(side):
        own = _own(device)
        if len(own) >= FEWEST and median_of(own) >= _LEAST_CLEAR:
            yield device


def _measure_device(device: LinedDevice) -> SideOutcome:
    side = device.side
    if not tells_in_white(side.template):
        return FEW
    if is_grey(side.page()):
        return GREY
    clear = _clear(device)
    if clear is None:
        return TOO_LITTLE_SEEN
    value = max(min(median_of(_own(device)), _AS_CLEAR) - clear, 0.0)
    regions = (side.region(device.box, "optically variable device"),) if value > _MARKED_FROM else ()
    return Measured(value=value, regions=regions)


def _clear(device: LinedDevice) -> float | None:
    """How clearly colours follow the lines of a device on its page; None where too little of its place is seen, or it is too small."""
    at, known = print_at(device), device.known
    if at is None or min(extent_mm(at.within)) < _LEAST_MM:
        return None
    return line_colours(
        at.page.astype(np.float32),
        _scales(device.side.learned, known),
        np.where(known.where, known.lines, 0).astype(np.float32),
        seen=at.seen,
        beside=known.beside & at.seen,
        within=at.within,
        gain=at.gain,
    )


@lru_cache(maxsize=16)
def _scales(white: LightReference, known: KnownDevice) -> tuple[tuple[Map, ...], ...]:
    """Fine structure of the reference at a device, by colour: kept, because it is the same for every document."""
    crop = white.mean[known.around]
    return colour_scales(as_planes(crop, crop)[0], white.constant[known.around])
