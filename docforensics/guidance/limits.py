"""What a result does not mean, stated with every report."""

from collections.abc import Sequence

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.document import Document, Side
from docforensics.guidance.words import Text, text
from docforensics.page.frame import ScaleBasis
from docforensics.scoring.model import Basis, Evidence
from docforensics.templates.discovered import Discovered


def limits(*, document: Document, evidence: Sequence[Evidence]) -> tuple[Text, ...]:
    """List the limits of this result, the general ones first."""
    sides = document.sides
    measured = [entry for entry in evidence if entry.basis is not None]
    expert = sum(entry.basis is Basis.EXPERT for entry in measured)
    held = sum(entry.is_held for entry in measured)
    lights = sorted({light for side in sides for light in side.capture.lights}, key=list(Light).index)
    says = [
        (text("limits", "probability"), True),
        (text("limits", "check_digits"), document.mrz is not None),
        (text("limits", "blind"), True),
        (text("limits", "held", held=held), held > 0),
        (text("limits", "expert", expert=expert, total=len(measured)), expert > 0),
        (
            text("limits", "lights", lights=tuple(light.facts.name for light in lights)),
            len(lights) < len(Light),
        ),
        (text("limits", "upload"), any(side.capture.channel is Channel.UPLOAD for side in sides)),
        (text("limits", "no_template"), all(side.match is None for side in sides)),
        *(
            (
                text("limits", "discovered", captures=one.captures, pages=one.pages, outliers=one.outliers),
                True,
            )
            for one in _unconfirmed(sides)
        ),
        (text("limits", "scale"), any(side.page.basis is ScaleBasis.ASSUMED for side in sides)),
    ]
    return tuple(said for said, holds in says if holds)


def _unconfirmed(sides: Sequence[Side]) -> list[Discovered]:
    """List the groups of discovered templates that the sides lie on, each once."""
    found = [side.match.template for side in sides if side.match is not None]
    told = [one.discovered for one in found if one.discovered is not None and one.is_unconfirmed]
    return list(dict.fromkeys(told))
