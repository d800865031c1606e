"""Blocks that were compressed once on a page that was compressed twice: something was put there in between.

A picture that was saved as JPEG, edited and saved again bears two quantisations where it was left alone and one where it was
changed, as long as both lie on one grid. The first one is estimated from the page itself; the check looks among the places that a
forger would change (portraits, lines of text, runs of the machine readable zone), and among all rectangles, for the one whose blocks
agree best with having been quantised once, and counts how many it tried, so that the value bounds the number of false alarms.
A file kept without loss after a first compression (PNG) is judged likewise.

Cannot see: an edit before the first compression, after the last, or of a file that was scaled or cropped off the grid in between;
a transplant from a file of the same first compression on the same grid. It abstains when no earlier compression shows. The quality
of a compression is no evidence in itself, and most honest files were compressed twice.

Weight 0: it beats its control on sample documents, and is adverse for published genuine pictures.

Sources: Lin et al. 2009; Bianchi and Piva 2012; a-contrario bound: Desolneux et al. 2000; standards.md 6.1, 6.6.
"""

import numpy as np

from docforensics.checks.claims import Why
from docforensics.checks.evaluatory._first_compression import FirstCompression, first_compression
from docforensics.checks.evaluatory._places import places
from docforensics.checks.evaluatory._windows import heaviest, heaviest_of, in_picture
from docforensics.checks.modes import RunMode
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import WHITE_LIGHT, Beside, CheckSpec
from docforensics.checks.support.native_image import BLOCK, EDITABLE, NativeSide, native_sides
from docforensics.checks.support.worst_side import SideOutcome, worst
from docforensics.document import Document
from docforensics.page.geometry import BoxMm, BoxPx

SPEC = CheckSpec(
    title="Traces of an earlier compression",
    unit="-log10 of the number of false alarms",
    run_mode=RunMode.OFF,
    channels=EDITABLE,
    lights=WHITE_LIGHT,
    adverse="The marked place lacks the trace of an earlier compression that the rest of the page has.",
    favourable="The trace of an earlier compression covers the whole page.",
    advice="Ask for the document itself, or for the file as the camera or scanner wrote it, and compare the marked place.",
    equipment="the file as it was first taken",
    beside=Beside.NOTHING,
    facts={"frequencies": int},
)
UNCOMPRESSED = undetermined(
    "no trace of an earlier compression was found; not evaluated",
    "the file as it was first taken",
    why=Why.NOT_PRINTED_HERE,
)
_LEAST_FREQUENCIES = 3
"""Fewer agree by chance. A judgement; not fitted."""
_MARKED_ABOVE = 1.0
"""Value from which the place is marked; for the picture alone. A judgement; not fitted."""


def measure(document: Document) -> Outcome:
    """Measure how surely one place lacks the earlier compression, on the side where it shows most."""
    return worst(native_sides(document, SPEC), _measure_side, UNCOMPRESSED)


def _measure_side(side: NativeSide) -> SideOutcome:
    traces = first_compression(side.native, side.outline())
    if traces is None or len(traces.steps) < _LEAST_FREQUENCIES:
        return UNCOMPRESSED
    named = [box for place in places(side.side) if (box := _in_blocks(side, place, traces)) is not None]
    found = [
        *heaviest(traces.once, side.side.page.quality.px_per_mm / BLOCK),
        *heaviest_of(traces.once, named),
    ]
    if not found:
        return UNCOMPRESSED
    gathered = max(found, key=lambda one: one.meaningfulness)
    value, (top, left) = gathered.meaningfulness, traces.origin
    place = in_picture(gathered.box, left, top, BLOCK)
    regions = (side.region(place, "compressed once"),) if value > _MARKED_ABOVE else ()
    return Measured(value=value, regions=regions, facts={"frequencies": len(traces.steps)})


def _in_blocks(side: NativeSide, place: BoxMm, traces: FirstCompression) -> BoxPx | None:
    """The blocks that a place touches; None beyond the picture."""
    top, left = traces.origin
    corners = (side.side.page.to_capture(place.corners) - (left, top)) / BLOCK
    height, width = traces.once.shape
    low, high = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0))
    low, high = np.clip(low, 0, (width, height)), np.clip(high, 0, (width, height))
    if not np.all(high > low):
        return None
    return BoxPx(left=int(low[0]), top=int(low[1]), right=int(high[0]), bottom=int(high[1]))
