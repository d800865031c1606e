"""What learning proposes of other lights."""

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


def _page(number: str, heading: int, data: int) -> Pixels:
    """A page with two lines of heading, which make more ink than the number below them."""
    page = np.full(_SIZE, _PAPER, np.uint8)
    for row in (30, 52):
        cv2.putText(page, "DOCUMENT NUMBER NO", (46, row), cv2.FONT_HERSHEY_DUPLEX, 0.8, heading, 2)
    cv2.putText(page, number, (46, 98), cv2.FONT_HERSHEY_DUPLEX, 1.2, data, 2)
    return page


def _stated(numbers: tuple[str, ...], *, heading_ir: int, data_ir: int) -> list[FeatureKind]:
    """What is stated of the data's ink, learned from captures of these numbers."""
    stacks = {
        Light.VISIBLE: [_page(number, _HEADING, _DATA) for number in numbers],
        Light.IR: [_page(number, heading_ir, data_ir) for number in numbers],
    }
    blank = np.full(_SIZE, _PAPER, np.uint8)
    reference = LightReference(
        mean=blank, tolerance=np.zeros(_SIZE, np.float32), constant=np.zeros(_SIZE, dtype=bool)
    )
    field = Feature(name="number", kind=FeatureKind.PERSONAL_DATA, box=_FIELD, variable=True)
    found = propose_ir(dict.fromkeys(stacks, reference), stacks, [field])
    return [one.kind for one in found if one.name == "ir-number"]


def test_a_heading_in_the_place_of_data_is_not_their_ink() -> None:
    """What most captures bear at one place is print of the series: where it vanishes and the data stay, nothing is stated of both together."""
    assert _stated(_NUMBERS, heading_ir=_PAPER, data_ir=_DATA) == []
    assert _stated(_NUMBERS, heading_ir=_HEADING, data_ir=_DATA) == [ABSORBS]
    assert _stated(_NUMBERS, heading_ir=_PAPER, data_ir=_PAPER) == [VANISHES]


def test_of_two_captures_nothing_is_known_to_be_shared() -> None:
    """They state what all of the print does."""
    assert _stated(_NUMBERS[:2], heading_ir=_PAPER, data_ir=_DATA) == [VANISHES]


def test_fields_whose_own_print_tells_decide_over_those_of_headings() -> None:
    """One place of data that stay, and three of headings that vanish, which lie elsewhere on each copy."""
    data, headings = proposed("ir-a", ABSORBS), [proposed(f"ir-b{number}", VANISHES) for number in range(3)]
    assert one_ink([data, *headings], own=[data]) == (data,)
    assert one_ink([data, *headings]) == tuple(headings)
