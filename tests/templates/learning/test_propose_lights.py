"""What learning proposes of other lights."""

from docforensics.capture.light import Light
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.propose_lights import one_ink
from docforensics.templates.model import Feature, FeatureKind

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
