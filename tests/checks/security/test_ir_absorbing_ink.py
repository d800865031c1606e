"""Fixed print that must stay in infrared."""

from dataclasses import replace
from typing import Any

from docforensics.capture.light import Light
from docforensics.checks.outcome import Abstained, AbstentionKind, Measured
from docforensics.checks.security.ir_absorbing_ink import measure

EMBLEM = (slice(60, 110), slice(580, 640))


def test_the_genuine_emblem_stays(lit: Any) -> None:
    """Another holder's card."""
    outcome = measure(lit.genuine(12))
    assert isinstance(outcome, Measured)
    assert abs(outcome.value) < 0.1
    assert outcome.regions == ()


def test_an_emblem_that_vanishes_is_measured_and_marked(lit: Any) -> None:
    """Printed in an ink of the right colour that infrared passes."""
    pages = lit.lights()
    pages[Light.IR][EMBLEM] = 205
    outcome = measure(lit.document(pages))
    assert isinstance(outcome, Measured)
    assert outcome.value > 0.8
    assert outcome.regions[0].light is Light.IR


def test_a_series_without_such_print_is_undetermined(lit: Any) -> None:
    """There is nothing that should stay."""
    document = lit.genuine(12)
    (side,) = document.sides
    bare = replace(lit.template.references[Light.IR], mean=lit.template.references[Light.IR].mean.copy())
    bare.mean.setflags(write=True)
    bare.mean[EMBLEM] = 215
    template = replace(lit.template, references={**lit.template.references, Light.IR: bare})
    outcome = measure(replace(document, sides=(replace(side, match=replace(side.match, template=template)),)))
    assert isinstance(outcome, Abstained)
    assert outcome.kind is AbstentionKind.UNDETERMINED
