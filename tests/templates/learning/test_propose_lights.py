"""What learning proposes of other lights."""

from collections.abc import Sequence

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.propose_lights import one_ink, propose_ir
from docforensics.templates.model import Feature, FeatureKind, LightReference

ABSORBS, VANISHES = FeatureKind.IR_ABSORBING_PRINT, FeatureKind.IR_DROP_OUT


def proposed(name: str, kind: FeatureKind, generic_id: str = "IR,AB,ID") -> Feature:
    """Make a proposal."""
    box = BoxMm(left=1, top=1, right=20, bottom=5)
    return Feature(name=name, kind=kind, box=box, light=Light.IR, generic_id=generic_id, variable=True)


def test_fields_that_depart_from_most_are_not_stated() -> None:
    """Two boxes of background print among three of text do not make ink that vanishes."""
    kinds = (ABSORBS, VANISHES, ABSORBS, VANISHES, ABSORBS)
    kept = one_ink([proposed(f"ir-field-{number}", kind) for number, kind in enumerate(kinds)])
    assert [feature.name for feature in kept] == ["ir-field-0", "ir-field-2", "ir-field-4"]


def test_an_issuer_whose_ink_vanishes_keeps_it() -> None:
    """Where most fields vanish, those are stated."""
    kept = one_ink(
        [proposed(name, kind) for name, kind in (("a", VANISHES), ("b", VANISHES), ("c", ABSORBS))]
    )
    assert {feature.kind for feature in kept} == {VANISHES}


def test_portraits_and_zone_have_inks_of_their_own() -> None:
    """A secondary portrait that vanishes says nothing of text that stays."""
    secondary = proposed("ir-secondary-portrait", VANISHES, "IR,TR,SP")
    text = [proposed(f"ir-field-{number}", ABSORBS) for number in range(2)]
    assert one_ink([secondary, *text]) == (secondary, *text)


_NUMBERS = ("40719", "83265", "19384", "62057", "75831", "28146")
_HEADING, _DATA = 60, 20
"""Grey levels of the two inks in white light."""
_PAPER, _SIZE = 230, (240, 400)
_FIELD = BoxMm(left=5, top=2, right=45, bottom=13)
"""Of the data, with the heading above them (there are 8 px a millimetre)."""


def _page(number: str, heading: int, data: int, mark: int = _PAPER) -> Pixels:
    """A page with two lines of heading, which make more ink than the number below them, and a mark aside."""
    page = np.full(_SIZE, _PAPER, np.uint8)
    for row in (30, 52):
        cv2.putText(page, "DOCUMENT NUMBER NO", (46, row), cv2.FONT_HERSHEY_DUPLEX, 0.8, heading, 2)
    cv2.putText(page, number, (46, 98), cv2.FONT_HERSHEY_DUPLEX, 1.2, data, 2)
    cv2.line(page, (60, 170), (300, 170), mark, 4)
    return page


_FIELDS = (("number", _FIELD), ("empty", BoxMm(left=5, top=18, right=45, bottom=25)))


def _stated(
    numbers: Sequence[str],
    *,
    heading_ir: int,
    data_ir: Sequence[int],
    holders: Sequence[int] | None = None,
    marked: int = 0,
) -> dict[str, FeatureKind]:
    """What is stated of the ink of each place, learned from captures of these numbers; on the first ones a mark that vanishes lies in the second place."""
    marks = [_DATA if place < marked else _PAPER for place in range(len(numbers))]
    stacks = {
        Light.VISIBLE: [_page(one, _HEADING, _DATA, mark) for one, mark in zip(numbers, marks, strict=True)],
        Light.IR: [_page(one, heading_ir, data) for one, data in zip(numbers, data_ir, strict=True)],
    }
    reference = LightReference(
        mean=np.full(_SIZE, _PAPER, np.uint8),
        tolerance=np.zeros(_SIZE, np.float32),
        constant=np.zeros(_SIZE, dtype=bool),
    )
    fields = [
        Feature(name=name, kind=FeatureKind.PERSONAL_DATA, box=box, variable=True) for name, box in _FIELDS
    ]
    whose = range(len(numbers)) if holders is None else holders
    found = propose_ir(dict.fromkeys(stacks, reference), stacks, fields, list(whose))
    return {one.name: one.kind for one in found}


def test_a_heading_in_the_place_of_data_is_not_their_ink() -> None:
    """What most holders' captures bear at one place is print of the series: where it vanishes and the data stay, nothing is stated of both together."""
    assert _stated(_NUMBERS, heading_ir=_PAPER, data_ir=[_DATA] * 6) == {}
    assert _stated(_NUMBERS, heading_ir=_HEADING, data_ir=[_DATA] * 6) == {"ir-number": ABSORBS}
    assert _stated(_NUMBERS, heading_ir=_PAPER, data_ir=[_PAPER] * 6) == {"ir-number": VANISHES}


def test_data_that_do_two_things_beside_a_heading_state_nothing() -> None:
    """Half of the captures show data that vanish, as the heading does, and half show data that stay."""
    assert _stated(_NUMBERS, heading_ir=_PAPER, data_ir=[_PAPER, _DATA] * 3) == {}


def test_of_two_holders_nothing_is_known_to_be_shared() -> None:
    """However many captures there are, they state what all of the print does."""
    two = _stated(_NUMBERS[:2], heading_ir=_PAPER, data_ir=[_DATA] * 2)
    one = _stated(_NUMBERS[:1] * 6, heading_ir=_PAPER, data_ir=[_DATA] * 6, holders=[0] * 6)
    assert two == one == {"ir-number": VANISHES}


def test_several_captures_of_one_holder_are_one() -> None:
    """Eight of the first are no more than one of each other: what they share is that holder's."""
    numbers, holders = (*_NUMBERS[:1] * 8, *_NUMBERS[1:3]), (*(0,) * 8, 1, 2)
    assert _stated(numbers, heading_ir=_PAPER, data_ir=[_DATA] * 10, holders=holders) == {}


def test_a_mark_on_one_capture_decides_nothing() -> None:
    """It vanishes in a place that is empty elsewhere; the data of the other place stay."""
    found = _stated(_NUMBERS, heading_ir=_HEADING, data_ir=[_DATA] * 6, marked=1)
    assert found == {"ir-number": ABSORBS}


def test_fields_whose_own_print_tells_decide_over_those_of_headings() -> None:
    """Two places of data that stay, and three of headings that vanish, which lie elsewhere on each copy."""
    data = [proposed(f"ir-a{number}", ABSORBS) for number in range(2)]
    headings = [proposed(f"ir-b{number}", VANISHES) for number in range(3)]
    assert one_ink([*data, *headings], own=data) == tuple(data)
    assert one_ink([*data, *headings], own=data[:1]) == tuple(headings)
    assert one_ink([*data, *headings]) == tuple(headings)
