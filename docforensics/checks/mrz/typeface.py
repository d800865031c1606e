"""Whether the machine readable zone is set in OCR-B.

Every character is compared with the drawing of its symbol in OCR-B and in other faces (fixed-pitch, sans, serif), each at
the sharpness, stroke and size at which the zone as a whole fits it best, so that blur and print quality cancel out. A zone
that the MRZ's reader could not read, because it knows OCR-B alone, is looked for as a band of print and read by the
reader of ordinary print; it is then judged by its shapes like any other, and never by having been left unread.

Cannot see: another cut of OCR-B; single characters in another face (`mrz.uniformity` looks for these); faces below 6
pixels a millimetre.

Sources: Doc 9303-3 section 4.2 (OCR-B size 1); BSI TR-03135 MrzOcrbTypeFace; ISO/IEC 30116; standards.md 1.9.
"""

from docforensics.checks.claims import ClaimId, Why
from docforensics.checks.mrz._fit import draw_all
from docforensics.checks.mrz._zone import ZonePrint, fit_ocrb, fit_others, read_zone, unread_zone
from docforensics.checks.outcome import Measured, Outcome, undetermined
from docforensics.checks.spec import WHITE_LIGHT, Beside, CheckSpec
from docforensics.document import Document
from docforensics.mrz.drawn_faces import OCRB, other_faces
from docforensics.page.quantiles import median_of

SPEC = CheckSpec(
    title="Type face of the machine readable zone",
    unit="likeness to another face less that to OCR-B",
    verifies=frozenset({ClaimId.MRZ_PRINT}),
    tr03135="MrzOcrbTypeFace",
    lights=WHITE_LIGHT,
    min_px_per_mm=6.0,
    adverse="The machine readable zone is more like {face} than like OCR-B (likeness {other:.2f} against {ocrb:.2f}).",
    favourable="The machine readable zone is set in OCR-B (likeness {ocrb:.2f}, nearest other face {other:.2f}).",
    advice="Compare 1, 4, 0, M, W and < of the machine readable zone with OCR-B under a magnifier.",
    beside=Beside.NOTHING,
    facts={"face": str, "ocrb": float, "other": float, "read": bool},
)

_FITS_SOME = 0.82
"""Likeness to the nearest face below which the shapes are no glyphs, or too poor to be any face's. On Utopia (calibration split)
OCR-B has at least 0.94 whatever was done to the image (5.5 px per mm, thresholded, upscaled from 3.5, JPEG 15, bolder,
thinner, squeezed), and faces that are not among the drawings at least 0.84."""
_FITS_ANOTHER, _SURELY = 0.75, 0.05
"""Likeness to another face from which a zone is that face's all the same, where it fits OCR-B worse by so much: faces that are not among the drawings, or set much
smaller. Of 78 genuine zones of five random designs, coarse, blurred and JPEG 60 (seen), OCR-B fits best but on one that was misread, of likeness .55; a bold book face of
.85 its size has .81 against .73."""
_NO_ZONE = undetermined(
    "no machine readable zone was found that could be compared with type faces",
    "a sharp image of the machine readable zone",
    why=Why.NO_MRZ,
)
_UNLIKE_ANY = undetermined(
    "the characters of the machine readable zone fit no type face",
    "a sharp image of the machine readable zone",
    why=Why.UNREADABLE,
)


def prepare() -> None:
    """Draw what the zones of most documents are compared with."""
    draw_all((OCRB[0], *other_faces()))


def measure(document: Document) -> Outcome:
    """Measure by how much the zone is more like another face than like OCR-B, as a difference of correlations."""
    zone = read_zone(document)
    judged = judge(zone) if zone else None
    if judged is None or not fits_some(judged):
        # Read by a reader that knows OCR-B alone, a zone in another face has wrong symbols: its shapes fit none.
        other = unread_zone(document)
        judged = judge(other) if other else None
    if judged is not None and fits_some(judged):
        return judged
    return _NO_ZONE if document.mrz_reading is None else _UNLIKE_ANY


def fits_some(judged: Measured) -> bool:
    """Whether the zone fits OCR-B or another face well enough to identify its face."""
    ocrb, other = float(judged.facts["ocrb"]), float(judged.facts["other"])
    return max(ocrb, other) >= _FITS_SOME or (other >= _FITS_ANOTHER and other - ocrb >= _SURELY)


def judge(zone: ZonePrint) -> Measured:
    """Compare one zone with all faces."""
    where = zone.distinctive > 0
    ocrb = median_of(fit_ocrb(zone).likeness[where])
    others = {name: median_of(fit.likeness) for name, fit in fit_others(zone.of(where)).items()}
    face = max(others, key=lambda name: others[name])
    value = others[face] - ocrb
    return Measured(
        value=value,
        regions=(zone.region(zone.glyphs, "type face"),) if value > 0 else (),
        facts={"face": face.replace("_", " "), "ocrb": ocrb, "other": others[face], "read": zone.is_read},
    )
