"""Whether portrait and secondary portrait show the picture at the same place, as on every genuine document of the series.

Personalization prints both from one image, so the head lies at one and the same place in both: on Utopia's genuine pages to
six hundredths of a millimetre. A portrait that was printed or glued anew sits a fraction of a millimetre aside, also where both
were replaced by pictures of one person. The portrait is laid on the secondary portrait at the scale that the template learned,
and the offset is measured beyond the spread of genuine documents, in millimetres of the portrait.

Cannot see: pictures that were both printed anew in place, and a change of size alone. Abstains where the two are not the same
picture (`portrait.secondary_portrait` is about that) and where the template was learned from fewer than three captures.

Sources: TR-03135 (VI,AB,SP; PrimaryFacialImagePresence); PRADO "secondary portrait"; Doc 9303-2 Appendix A.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.portrait._framed import TOLERATED_SPREADS, unseen_portrait
from docforensics.checks.spec import WHITE_LIGHT, Beside, CheckSpec
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.checks.support.unseen import ANY_HIDDEN
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import FeatureKind
from docforensics.templates.portrait.repeat import SAME, place

SPEC = CheckSpec(
    title="Alignment of portrait and secondary portrait",
    unit="mm beyond the spread of genuine documents",
    verifies=frozenset({ClaimId.PORTRAIT}),
    tr03135="VI,AB,SP",
    lights=WHITE_LIGHT,
    needs_template=True,
    min_px_per_mm=5.0,
    adverse="Compared with genuine documents, the picture is displaced by {offset:.1f} mm between portrait and "
    "secondary portrait.",
    favourable="Portrait and secondary portrait are aligned as on genuine documents.",
    advice="Measure where the eyes lie in both portraits against a genuine document, and feel for a cut or a relief.",
    equipment="a capture in white light of at least 130 dpi",
    beside=Beside.PORTRAIT,
)
UNKNOWN = undetermined(
    "the template does not state where the secondary portrait repeats the portrait",
    "a template learned from three or more genuine captures",
    expected=False,
    why=Why.NO_REFERENCE_HERE,
)
NOT_THE_SAME = undetermined(
    "the two portraits do not show enough of the same picture to align them", why=Why.TOO_NOISY
)

_PICTURES = (FeatureKind.PORTRAIT, FeatureKind.SECONDARY_PORTRAIT)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offset:
    side: RegisteredSide
    box: BoxMm
    distance: float
    """Millimetres of the portrait."""
    tolerated: float

    @property
    def beyond(self) -> float:
        return max(self.distance - self.tolerated, 0.0)


def measure(document: Document) -> Outcome:
    """Measure the worst offset beyond twice the spread of genuine documents, in mm of the portrait."""
    return worst(registered_sides(document), _measure_side, UNKNOWN, *ANY_HIDDEN, NOT_THE_SAME)


def _measure_side(side: RegisteredSide) -> SideOutcome:
    pictures = [feature.box for kind in _PICTURES for feature in side.template.of_kind(kind)]
    unseen = unseen_portrait(side, *pictures)
    if unseen is not None:
        return unseen
    return worst(tuple(_offsets(side)) or UNKNOWN, _measure_offset, NOT_THE_SAME)


def _measure_offset(offset: _Offset | None) -> SideOutcome:
    if offset is None:
        return NOT_THE_SAME
    regions = (offset.side.region(offset.box, "portrait out of place"),) if offset.beyond > 0 else ()
    return Measured(value=offset.beyond, regions=regions, facts={"offset": offset.distance})


def in_place(side: RegisteredSide) -> bool:
    """Whether the secondary portrait shows that the picture lies in its place; False where undecided."""
    seen = [offset for offset in _offsets(side) if offset is not None]
    return bool(seen) and all(offset.beyond == 0 for offset in seen)


def _offsets(side: RegisteredSide) -> Iterator[_Offset | None]:
    """An offset for each secondary portrait whose place in the portrait is known; None where it is another picture."""
    portrait = side.portrait()
    for second in side.template.of_kind(FeatureKind.SECONDARY_PORTRAIT):
        repeat = second.repeat
        if portrait is None or repeat is None:
            continue
        found = place(side.page(), portrait.box, second.box, (repeat.scale,))
        if found is None or found.likeness < SAME:
            yield None
            continue
        yield _Offset(
            side=side,
            box=portrait.box,
            distance=hypot(found.x_mm - repeat.x_mm, found.y_mm - repeat.y_mm) / repeat.scale,
            tolerated=TOLERATED_SPREADS * repeat.spread_mm / repeat.scale,
        )
