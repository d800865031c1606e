"""Line work against printer's dots."""

from dataclasses import replace
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Pixels
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured, Outcome
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.checks.security.print_technique import _line_work, _lines, measure
from docforensics.checks.support.registered import registered_sides
from docforensics.document import Document
from docforensics.kept import given
from docforensics.page.model import ORDINARY_EDGE_PX
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.condition import Condition
from docforensics.templates.shown import OwnValues
from docforensics.templates.taken_on import naming_channels


@lru_cache(maxsize=4)
def lines(px_per_mm: float) -> Pixels:
    """Draw wavy line work with a blank corner, an ID-1 page; it cannot be written to, for others ask for it as well."""
    height, width = round(54 * px_per_mm), round(85.6 * px_per_mm)
    y, x = np.mgrid[0:height, 0:width] / px_per_mm
    page = 210 + 28 * np.sin(2 * np.pi * 1.1 * (y + 1.5 * np.sin(x / 9)))
    drawn = np.repeat(page[..., None], 3, axis=2).astype(np.uint8)
    drawn.setflags(write=False)
    return drawn


def dots(page: Pixels, px_per_mm: float, ruling: float = 5.2) -> Pixels:
    """Dissolve a page into a lattice of dots, `ruling` a millimetre at 45 degrees, of the same mean tone."""
    height, width = page.shape[:2]
    y, x = np.mgrid[0:height, 0:width] * (2 * np.pi * ruling / px_per_mm / np.sqrt(2))
    screen = 45 * (np.cos(x + y) + np.cos(x - y)) / 2
    return np.clip(page + screen[..., None], 0, 255).astype(np.uint8)


def document(lit: Any, fine: Pixels, px_per_mm: float) -> Document:
    """A card whose page and template both show the line work."""
    base = lit.genuine(11)
    (side,) = base.sides
    reference = lit.template.references[Light.VISIBLE]
    coarse = cv2.resize(lines(16.0), reference.mean.shape[1::-1], interpolation=cv2.INTER_AREA)
    everywhere = np.ones_like(reference.constant)
    drawn = replace(reference, mean=coarse, constant=everywhere)
    own = OwnValues(check="security.print_technique", values=(0.01, 0.02, 0.02))
    template = replace(
        lit.template,
        references={Light.VISIBLE: drawn},
        own=(own,),
        provenance=naming_channels([Channel.SCANNER]),
    )
    seen = replace(side.match.residuals[Light.VISIBLE], comparable=everywhere)
    match = replace(side.match, template=template, residuals={Light.VISIBLE: seen})
    quality = replace(side.page.quality, px_per_mm=px_per_mm, edge_mm=0.0)
    page = replace(side.page, pixels={Light.VISIBLE: fine}, px_per_mm=px_per_mm, measured=given(quality))
    return replace(base, sides=(replace(side, page=page, match=match),))


def test_clean_lines_are_coherent(lit: Any) -> None:
    """With a scanner's noise."""
    noise = np.random.default_rng(1).normal(0, 2, lines(15.7).shape)
    outcome = measure(document(lit, np.clip(lines(15.7) + noise, 0, 255).astype(np.uint8), 15.7))
    assert isinstance(outcome, Measured)
    assert outcome.value < 0.07
    assert outcome.regions == ()


def test_the_same_lines_in_dots_are_not(lit: Any) -> None:
    """A laser printer's screen, marked."""
    outcome = measure(document(lit, dots(lines(15.7), 15.7), 15.7))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.15
    assert outcome.regions


def test_a_photo_is_allowed_its_noise(lit: Any) -> None:
    """What a hand-held camera takes of the coherence is no dots."""
    scan = document(lit, dots(lines(16.0), 16.0), 16.0)
    seen, allowed = measure(scan), measure(on(Channel.PHOTO, scan))
    assert isinstance(seen, Measured)
    assert isinstance(allowed, Measured)
    assert 0 < allowed.value < seen.value


def noisy(page: Pixels, deviation: float) -> Pixels:
    """Add the grain of a phone in poor light, as sharp as its pixels."""
    grain = np.random.default_rng(4).normal(0, deviation, page.shape[:2])
    return np.clip(page + grain[..., None], 0, 255).astype(np.uint8)


@pytest.mark.parametrize("deviation", [0.0, 6.0, 9.0])
def test_a_noisy_photo_is_allowed_its_own_noise(lit: Any, deviation: float) -> None:
    """Lines across the page leave nothing where its grain is measured; what dots of three pixels leave there is little of what they disturb."""
    found = [
        measure(on(Channel.PHOTO, document(lit, noisy(page, deviation), 16.0)))
        for page in (lines(16.0), dots(lines(16.0), 16.0))
    ]
    clean, dotted = (outcome.value for outcome in found if isinstance(outcome, Measured))
    assert clean < 0.08
    assert dotted > 0.5


@pytest.mark.parametrize("px_per_mm", [11.6, 12.0, 14.0])
def test_a_sharp_screen_of_dots_does_not_excuse_itself(lit: Any, px_per_mm: float) -> None:
    """Where a dot is two pixels wide it counts as noise: no more of that is allowed than photos have."""
    seen = on(Channel.PHOTO, document(lit, dots(lines(px_per_mm), px_per_mm), px_per_mm))
    outcome = measure(seen)
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.12


def on(channel: Channel, seen: Document) -> Document:
    """Give a scan as a capture of another channel."""
    (side,) = seen.sides
    return replace(seen, sides=(replace(side, capture=replace(side.capture, channel=channel)),))


def told(seen: Document) -> Outcome:
    """Give what the check says of a document, its declaration asked as well."""
    (check,) = (check for check in discover_checks(()) if check.id == "security.print_technique")
    return run_check(check, seen)


def held_against(seen: Document, **changes: Any) -> Document:
    """Give the document on another template."""
    (side,) = seen.sides
    template = replace(side.match.template, **changes)
    return replace(seen, sides=(replace(side, match=replace(side.match, template=template)),))


@pytest.mark.parametrize(("channel", "px_per_mm"), [(Channel.SCANNER, 7.87), (Channel.PHOTO, 9.0)])
def test_dots_that_are_not_resolved_disturb_the_lines(lit: Any, channel: Channel, px_per_mm: float) -> None:
    """Those of a plain laser printer, 85 an inch; lines alone are not disturbed there."""
    dotted = told(on(channel, document(lit, dots(lines(px_per_mm), px_per_mm, ruling=3.35), px_per_mm)))
    clean = told(on(channel, document(lit, lines(px_per_mm), px_per_mm)))
    assert isinstance(dotted, Measured)
    assert isinstance(clean, Measured)
    assert clean.value < 0.05
    assert dotted.value > 0.1


@pytest.mark.parametrize(
    ("channel", "px_per_mm", "needs"),
    [
        (Channel.SCANNER, 7.4, "190 ppi"),
        (Channel.PHOTO, 8.4, "216 ppi"),
    ],
)
def test_coarser_captures_are_not_measured(lit: Any, channel: Channel, px_per_mm: float, needs: str) -> None:
    """Few pixels are a matter of equipment."""
    outcome = told(on(channel, document(lit, dots(lines(px_per_mm), px_per_mm), px_per_mm)))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.NOT_SUPPORTED
    assert needs in outcome.needs


def test_of_two_coarse_sides_the_one_that_lacks_least_is_named(lit: Any) -> None:
    """With what it lacks itself: the other one needs less."""
    (unknown,) = held_against(document(lit, lines(10.0), 10.0), own=()).sides
    (known,) = document(lit, lines(6.0), 6.0).sides
    both = replace(document(lit, lines(10.0), 10.0), sides=(unknown, known))
    outcome = measure(both)
    assert isinstance(outcome, Abstained)
    assert outcome.reason == "the capture has 10.0 px per mm, 11.5 are required"


def test_a_blurred_photo_is_asked_for_a_sharp_one(lit: Any) -> None:
    """Blur may be of someone's making."""
    seen = on(Channel.PHOTO, document(lit, lines(16.0), 16.0))
    (side,) = seen.sides
    quality = replace(side.page.quality, edge_mm=ORDINARY_EDGE_PX / 8.0)
    outcome = told(replace(seen, sides=(replace(side, page=replace(side.page, measured=given(quality))),)))
    assert isinstance(outcome, Abstained)
    assert outcome.why is Why.BLURRED


@pytest.mark.parametrize("channel", [Channel.SCANNER, Channel.PHOTO])
@pytest.mark.parametrize(
    "changes",
    [
        {"own": ()},
        {"own": (OwnValues(check="security.print_technique", values=(0.01, 0.02)),)},
        {"provenance": {"channels": "photo scanner"}},
        {"provenance": {}},
    ],
)
def test_a_coarse_capture_is_not_held_against_lines_of_unknown_coherence(
    lit: Any, channel: Channel, changes: Any
) -> None:
    """Genuine print may be finer than the reference and the capture: crossed lines look like dots."""
    dotted = on(channel, document(lit, dots(lines(10.0), 10.0, ruling=3.35), 10.0))
    outcome = told(held_against(dotted, **changes))
    assert isinstance(outcome, Abstained)
    assert "292 ppi" in outcome.needs
    assert isinstance(told(dotted), Measured)


def test_it_verifies_nothing() -> None:
    """Its rows may contradict alone: what good printers dissolve no capture at these resolutions shows."""
    calibration = Calibration.load()
    conditions = [
        Condition(channel=channel, lights=lights)
        for channel in Channel
        for lights in (frozenset({Light.VISIBLE}), frozenset(Light))
    ]
    assert not any(calibration.verifies_from("security.print_technique", one) for one in (None, *conditions))


def test_without_line_work_it_is_undetermined(lit: Any) -> None:
    """A plain reference says nothing of technique."""
    plain = document(lit, lines(15.7), 15.7)
    (side,) = plain.sides
    reference = side.match.template.references[Light.VISIBLE]
    bare = replace(reference, mean=np.full_like(reference.mean, 220))
    template = replace(side.match.template, references={Light.VISIBLE: bare})
    outcome = measure(replace(plain, sides=(replace(side, match=replace(side.match, template=template)),)))
    assert isinstance(outcome, Abstained)


def test_a_template_of_one_holder_does_not_know_clean_lines(lit: Any) -> None:
    """The one capture may itself be noisy."""
    drawn = document(lit, dots(lines(15.7), 15.7), 15.7)
    (side,) = drawn.sides
    template = replace(side.match.template, n_holders=1)
    outcome = measure(replace(drawn, sides=(replace(side, match=replace(side.match, template=template)),)))
    assert isinstance(outcome, Abstained)
    assert "several holders" in outcome.needs


def test_lines_of_a_page_that_hides_a_part_are_those_of_the_template_beside_it(lit: Any) -> None:
    """Nothing is kept for the one page."""
    seen = document(lit, lines(15.7), 15.7)
    (side,) = seen.sides
    known = side.match.template.references[Light.VISIBLE]
    hidden = np.zeros_like(known.constant)
    hidden[:200] = True
    hides = replace(side.match, references={Light.VISIBLE: replace(known, constant=~hidden)})
    whole, partly = (
        registered_sides(replace(seen, sides=(replace(side, match=one),)))[0] for one in (side.match, hides)
    )
    kept = _line_work.cache_info().currsize
    assert not np.any(_lines(partly) & hidden)
    assert np.array_equal(_lines(partly)[220:], _lines(whole)[220:])
    assert _line_work.cache_info().currsize <= kept + 1
