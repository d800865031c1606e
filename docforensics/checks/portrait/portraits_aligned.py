"""Whether portrait and secondary portrait show the picture at the same place, as on every genuine document of the series.

Personalization prints both from one image, so the head lies at one and the same place in both: on Utopia's genuine pages to
six hundredths of a millimetre. A portrait that was printed or glued anew sits a fraction of a millimetre aside, also where both
were replaced by pictures of one person. The portrait is laid on the secondary portrait at the scale that the template learned,
and the offset is measured beyond the spread of genuine documents, in millimetres of the portrait. Where the captures of the template
show that portraits and data are printed in one pass, what the data of the page lie aside is taken off, by 1 mm at most; where the data do
not show it, the picture is measured on the page, with the wider spread that genuine documents have there.

Cannot see: pictures that were both printed anew in place, or with all of the data less than 1 mm aside; and a change of size alone. Abstains
where the two are not the same picture (`portrait.secondary_portrait` is about that) and where the template was learned from fewer than three
captures.

Sources: TR-03135 (VI,AB,SP; PrimaryFacialImagePresence); PRADO "secondary portrait"; Doc 9303-2 Appendix A.
"""

from dataclasses import dataclass
from math import hypot

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.outcome import Abstained, Measured, Outcome, undetermined
from docforensics.checks.portrait._framed import PortraitPair, pairs_of, tolerated_spreads
from docforensics.checks.spec import WHITE_LIGHT, Beside, CheckSpec
from docforensics.checks.support.registered import RegisteredSide, registered_sides
from docforensics.checks.support.worst_side import SideOutcome, worst_seen
from docforensics.document import Document
from docforensics.templates.comparison.data_place import data_shift
from docforensics.templates.model import BesideData, Repeat
from docforensics.templates.portrait.repeat import LEAST_CAPTURES, SAME, Placed, beside_data, place

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
    facts={"offset": float},
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offset:
    distance: float
    """Millimetres of the portrait."""
    tolerated: float

    @property
    def beyond(self) -> float:
        return max(self.distance - self.tolerated, 0.0)


def measure(document: Document) -> Outcome:
    """Measure the worst offset beyond what the spread of genuine documents tolerates, in mm of the portrait."""
    sides = registered_sides(document)
    if isinstance(sides, Abstained):
        return sides
    pairs = tuple(pair for side in sides for pair in pairs_of(side) if _is_known(pair))
    return worst_seen(pairs or UNKNOWN, _measure_pair, NOT_THE_SAME, claims=SPEC.verifies)


def _measure_pair(pair: PortraitPair) -> SideOutcome:
    offset = _offset(pair)
    if isinstance(offset, Abstained):
        return offset
    box = pair.portrait.box
    regions = (pair.side.region(box, "portrait out of place"),) if offset.beyond > 0 else ()
    return Measured(value=offset.beyond, regions=regions, facts={"offset": offset.distance})


def in_place(side: RegisteredSide) -> bool:
    """Whether the secondary portrait shows that the picture lies in its place, relative to the data where these are printed with it; False where undecided."""
    offsets = [_offset(pair) for pair in pairs_of(side)]
    seen = [offset for offset in offsets if isinstance(offset, _Offset)]
    return bool(seen) and all(offset.beyond == 0 for offset in seen)


def _is_known(pair: PortraitPair) -> bool:
    """Whether the template states how far genuine pictures depart from the place."""
    return pair.second.repeat is not None and pair.side.template.n_captures >= LEAST_CAPTURES


def _offset(pair: PortraitPair) -> _Offset | Abstained:
    """How far the picture is displaced; why that is not known: no place of it is, or it is another picture."""
    repeat = pair.second.repeat
    if repeat is None or not _is_known(pair):
        return UNKNOWN
    found = place(pair.side.page(), pair.portrait.box, pair.second.box, (repeat.scale,))
    if found is None or found.likeness < SAME:
        return NOT_THE_SAME
    beside = _beside_data(pair.side, found) if repeat.beside is not None else None
    there: Repeat | BesideData = repeat
    if repeat.beside is not None and beside is not None:
        found, there = beside, repeat.beside
    return _Offset(
        distance=hypot(found.x_mm - there.x_mm, found.y_mm - there.y_mm) / repeat.scale,
        tolerated=tolerated_spreads(pair.side.template) * there.spread_mm / repeat.scale,
    )


def _beside_data(side: RegisteredSide, found: Placed) -> Placed | None:
    """Where the picture lies beside the holder's data; None where these do not show how far they lie aside, or it is more than one pass of printing does."""
    shift = side.side.kept.once(
        (data_shift, side.light, side.learned),
        lambda: data_shift(side.page(), side.learned, side.template.features, side.seen),
    )
    return None if shift is None else beside_data(found, shift)
