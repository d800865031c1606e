"""A device of fine grey lines under UV, in its place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.checks.security.uv_device import measure
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.device_lines import lines_of
from docforensics.templates.learning.reference import build_reference
from docforensics.templates.model import Feature, FeatureKind
from docforensics.templates.planes import Mask
from docforensics.templates.shown import OwnValues

BOX = BoxMm(left=15.0, top=30.0, right=31.0, bottom=46.0)
"""Half over the portrait, half beside it."""
GENUINE, MISSING = 0.4, 0.8


def value(outcome: Outcome) -> float:
    """What was measured."""
    assert isinstance(outcome, Measured), outcome
    return outcome.value


def with_device(page: Pixels, *, strength: int = 16, moved: int = 0, turned: float = 0.0) -> Pixels:
    """Lay a rosette of thin grey lines over a page under UV."""
    fine = np.zeros(page.shape[:2], np.uint8)
    middle = (round(BOX.centre[0] * 8) + moved, round(BOX.centre[1] * 8))
    turns = np.linspace(0, 2 * np.pi, 800)
    for petals in (7, 9, 11):
        reach = 40 + 18 * np.cos(petals * turns + turned)
        line = np.stack([middle[0] + reach * np.cos(turns), middle[1] + reach * np.sin(turns)], axis=1)
        cv2.polylines(fine, [line.round().astype(np.int32)], True, strength, 1, cv2.LINE_AA)
    return np.clip(page.astype(np.int16) + fine[..., None], 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def bearing(lit: Any) -> Any:
    """The series with the device on it, learned from four holders."""
    return learned(named(lit), named(lit).template.features)


def learned(lit: Any, known: Sequence[Feature]) -> Any:
    """The series with the device on it, learned when these places were `known`."""
    stack = [with_device(lit.lights(holder)[Light.UV]) for holder in (1, 2, 3, 4)]
    reference = build_reference(stack, known, light=Light.UV)
    references = {**lit.template.references, Light.UV: reference}
    return replace(lit, template=replace(lit.template, references=references))


@pytest.fixture(scope="module")
def known(lit: Any) -> Any:
    """The series whose device was named later, with the lines that its captures show."""
    later = learned(named(lit), lit.template.features)
    pages = [with_device(lit.lights(holder)[Light.UV], moved=holder % 2) for holder in (1, 2, 3, 4)]
    reference = replace(later.template.references[Light.UV], lines=lines_of([BOX], seen(pages)))
    references = {**later.template.references, Light.UV: reference}
    return replace(later, template=replace(later.template, references=references))


def seen(pages: Sequence[Pixels]) -> list[tuple[Pixels, Mask]]:
    """Pages of which all was seen."""
    return [(page, np.ones(page.shape[:2], np.bool_)) for page in pages]


def named(lit: Any) -> Any:
    """The series whose template names a device."""
    device = Feature(name="device", kind=FeatureKind.OPTICALLY_VARIABLE_DEVICE, box=BOX)
    return replace(lit, template=replace(lit.template, features=(*lit.template.features, device)))


def under_uv(bearing: Any, change: Any) -> Document:
    """A card of another holder whose page under UV was changed."""
    pages = bearing.lights(12)
    return bearing.document({**pages, Light.UV: change(pages[Light.UV])})


@pytest.mark.parametrize("strength", [9, 16, 30])
def test_a_genuine_device_shows_whatever_the_lamp(bearing: Any, strength: int) -> None:
    """Weaker or stronger, and a little aside."""
    outcome = measure(under_uv(bearing, lambda page: with_device(page, strength=strength, moved=1)))
    assert value(outcome) < GENUINE
    assert isinstance(outcome, Measured)
    assert outcome.regions == ()


@pytest.mark.parametrize("there", [True, False])
def test_a_device_that_was_named_later_counts_beside_the_portrait(lit: Any, *, there: bool) -> None:
    """Over the portrait the reference keeps nothing of it, so nothing is asked there."""
    later = learned(named(lit), lit.template.features)
    outcome = measure(under_uv(later, with_device if there else lambda page: page))
    assert value(outcome) < GENUINE if there else value(outcome) > MISSING


def over_portrait(page: Pixels) -> Pixels:
    """Lay the device over the portrait alone: beside it, it is torn off."""
    whole, half = with_device(page), page.copy()
    half[:, :PORTRAIT_ENDS] = whole[:, :PORTRAIT_ENDS]
    return half


PORTRAIT_ENDS = 184
"""Column at which the portrait's place ends, in the middle of the device."""


@pytest.mark.parametrize(
    ("change", "least", "most"),
    [
        (with_device, 0.0, 0.1),
        (lambda page: with_device(page, strength=9, moved=1), 0.0, 0.2),
        (lambda page: page, MISSING, 1.0),
        (lambda page: with_device(page, turned=1.2, moved=7), GENUINE, 1.0),
        (over_portrait, 0.25, 1.0),
    ],
    ids=["there", "weak and aside", "missing", "another", "half"],
)
def test_lines_over_the_portrait_are_known_of_captures(
    known: Any, change: Any, least: float, most: float
) -> None:
    """The reference is level there; half of the device is told from the whole by them."""
    found = value(measure(under_uv(known, change)))
    assert least <= found <= most


def test_print_of_the_lamps_colour_in_a_part_of_a_device_is_no_device(lit: Any) -> None:
    """Captures show it there too, and much more of it than of the lines; the cells without it tell."""

    def printed(page: Pixels) -> Pixels:
        page = page.copy()
        page[330:360, 186:240:4] = np.minimum(page[330:360, 186:240:4], 205) + 36
        return page

    later = learned(named(lit), lit.template.features)
    # The device was applied a quarter of a millimetre aside on every other one.
    pages = [
        printed(with_device(lit.lights(holder)[Light.UV], moved=holder % 2 * 2)) for holder in (1, 2, 3, 4)
    ]
    reference = replace(later.template.references[Light.UV], lines=lines_of([BOX], seen(pages)))
    references = {**later.template.references, Light.UV: reference}
    both = replace(later, template=replace(later.template, references=references))
    assert value(measure(under_uv(both, lambda page: printed(with_device(page))))) < GENUINE
    assert value(measure(under_uv(both, printed))) > MISSING


def test_lines_keep_what_all_captures_but_one_share(lit: Any) -> None:
    """What one holder's picture shows there is in none of them, nor what two of four show, nor what lies beside the device or glows in a colour."""
    pages = [lit.lights(holder)[Light.UV] for holder in (1, 2, 3, 4)]
    spot = (slice(340, 344), slice(150, 154))
    for shows, is_kept in ((1, False), (2, False), (3, True), (4, True)):
        marked = [page.copy() for page in pages]
        for page in marked[:shows]:
            page[spot] = page[spot] + 30
            page[100:104, 150:154] = page[100:104, 150:154] + 30
        lines = lines_of([BOX], seen(marked))
        assert bool(np.nanmax(lines[spot]) > 3) is is_kept
        assert np.isnan(lines[100:104, 150:154]).all()
    hidden = np.ones(pages[0].shape[:2], np.bool_)
    hidden[spot[0].start - 8 : spot[0].stop + 8] = False
    assert np.isnan(lines_of([BOX], [*seen(pages[:3]), (pages[3], hidden)])).all()
    for page in pages:
        page[spot] = (200, 40, 40)
    assert np.isnan(lines_of([BOX], seen(pages))[spot]).all()


def test_a_missing_device_is_told_and_marked_under_uv(bearing: Any) -> None:
    """Only the luminescent print is there: it looks like no device."""
    outcome = measure(under_uv(bearing, lambda page: page))
    assert value(outcome) > MISSING
    assert isinstance(outcome, Measured)
    assert [(region.light, region.box) for region in outcome.regions] == [(Light.UV, BOX)]


def test_another_device_is_none(bearing: Any) -> None:
    """Lines as fine, of another motif."""
    assert value(measure(under_uv(bearing, lambda page: with_device(page, turned=1.2, moved=7)))) > GENUINE


def test_fibres_over_a_device_change_little(bearing: Any) -> None:
    """They glow in their colour, and lie anywhere."""

    def security_fibres(page: Pixels) -> Pixels:
        page = with_device(page)
        for top in (290, 310, 330):
            cv2.line(page, (150, top), (180, top + 12), (70, 80, 200), 2, cv2.LINE_AA)
        return page

    assert value(measure(under_uv(bearing, security_fibres))) < GENUINE


def test_a_page_too_dark_or_noisy_to_show_it_is_undetermined(bearing: Any) -> None:
    """A lamp that hardly burns, and a camera that sees mostly grain: not a missing device."""
    dull = np.array(bearing.dull, np.float32)

    def dim(page: Pixels) -> Pixels:
        return np.clip(dull + 0.08 * (with_device(page) - dull), 0, 255).astype(np.uint8)

    def grainy(page: Pixels) -> Pixels:
        grain = np.random.default_rng(9).normal(0, 60, page.shape)
        return np.clip(cv2.GaussianBlur(with_device(page) + grain, (0, 0), 0.8), 0, 255).astype(np.uint8)

    for change in (dim, grainy, np.zeros_like):
        outcome = measure(under_uv(bearing, change))
        assert isinstance(outcome, Abstained), outcome
        assert outcome.expected


def test_a_template_of_few_documents_takes_no_fibres_for_a_device(bearing: Any) -> None:
    """Two captures' fibres are structure that no third one shows."""
    template = replace(bearing.template, n_holders=2)
    outcome = measure(replace(bearing, template=template).genuine())
    assert isinstance(outcome, Abstained)
    assert "too few" in outcome.reason


def test_without_a_device_on_the_template_nothing_is_called_for(lit: Any, series: Any) -> None:
    """Nor where the reference shows none under UV; without UV it is undetermined."""
    for outcome in (measure(lit.genuine()), measure(named(lit).genuine())):
        assert isinstance(outcome, Abstained)
        assert not outcome.expected
    assert isinstance(measure(series.genuine(11)), Abstained)


@pytest.mark.parametrize(
    ("own", "is_asked"), [((), True), (("uv_dull",), False), (("uv_dull", "uv_device"), True)]
)
def test_a_device_that_no_capture_of_the_template_showed_is_not_asked_of_another_page(
    bearing: Any, own: tuple[str, ...], *, is_asked: bool
) -> None:
    """Its lines are paler than the noise of the reader; where nothing was measured on the captures, nothing is known of that."""
    values = tuple(OwnValues(check=f"security.{name}", values=(0.1, 0.2, 0.1)) for name in own)
    known = replace(bearing, template=replace(bearing.template, own=values))
    outcome = measure(under_uv(known, lambda page: page))
    if is_asked:
        assert value(outcome) > MISSING
    else:
        assert isinstance(outcome, Abstained)
        assert not outcome.expected
