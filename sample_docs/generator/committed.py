"""The small set that is committed: which documents it holds."""

from .forge import Severity
from .jobs import Job

SEED = 2026
PPI = 300

GENUINE = (
    ("td3-2", "flatbed", (0, 1, 2, 3, 4, 5)),
    ("td3-1", "flatbed", (6, 7)),
    ("td1", "flatbed", (8, 9)),
    ("td2", "border-reader", (10, 11)),
    ("mrv-a", "flatbed", (12,)),
    ("mrv-b", "flatbed", (13,)),
    ("permit", "flatbed", (14,)),
    ("etd", "flatbed", (20,)),
    ("td3-2", "photo", (15, 16)),
    ("td3-2", "messenger", (17, 18)),
    ("td3-2", "border-reader", (21,)),
)
"""Document, channel and holders. Holders of even number are for calibration, of odd number for test."""

_C, _O, _S = Severity.CARELESS, Severity.ORDINARY, Severity.SKILLED
FORGED = (
    ("td3-2", "flatbed", 0, "viz-text-digital", _O),
    ("td3-2", "flatbed", 0, "photo-digital", _O),
    ("td3-2", "flatbed", 0, "photo-displaced", _C),
    ("td3-2", "flatbed", 0, "counterfeit-inkjet", _O),
    ("td3-2", "flatbed", 1, "viz-text-digital", _C),
    ("td3-2", "flatbed", 1, "photo-digital-both", _C),
    ("td3-2", "flatbed", 1, "mrz-digital-stale", _O),
    ("td3-2", "flatbed", 1, "counterfeit-laser", _O),
    ("td3-2", "flatbed", 2, "mrz-digital-valid", _S),
    ("td3-2", "flatbed", 2, "data-mechanical", _C),
    ("td3-2", "flatbed", 3, "photo-physical", _O),
    ("td3-2", "flatbed", 3, "mrz-font", _O),
    ("td3-2", "flatbed", 4, "ovd-flat", _C),
    ("td3-2", "flatbed", 5, "grey-copy", _O),
    ("td1", "flatbed", 8, "photo-physical-both", _C),
    ("td1", "flatbed", 9, "page-substitution", _C),
    ("td2", "border-reader", 10, "uv-missing", _O),
    ("td2", "border-reader", 10, "mrz-ir-transparent", _O),
    ("td2", "border-reader", 10, "counterfeit-inkjet-bright", _O),
    ("td2", "border-reader", 11, "uv-painted", _O),
    ("td2", "border-reader", 11, "counterfeit-laser-bright", _O),
    ("mrv-a", "flatbed", 12, "data-digital", _O),
    ("mrv-b", "flatbed", 13, "mrz-pitch", _C),
    ("permit", "flatbed", 14, "ovd-missing", _C),
    ("td3-1", "flatbed", 7, "pseudo-document", _O),
    ("td3-2", "photo", 15, "screen-recapture", _O),
    ("td3-2", "photo", 16, "print-recapture", _O),
    ("td3-2", "messenger", 17, "photo-digital", _S),
    ("td3-2", "photo", 15, "mrz-digital-copied", _O),
    ("td3-2", "messenger", 17, "stolen-blank", _O),
    ("td3-2", "border-reader", 21, "photo-physical", _O),
)
"""Document, channel, holder, species, severity: every species once at least."""


_PPI = {("*", "flatbed"): PPI, ("*", "photo"): 250, ("td3-2", "border-reader"): PPI}
"""Resolution by document and channel where it is not the channel's own, which keeps the set below its size."""


def _resolution(design: str, channel: str) -> int | None:
    return _PPI.get((design, channel), _PPI.get(("*", channel)))


def committed_jobs() -> tuple[Job, ...]:
    """The documents of the committed set, in the order of the manifest."""
    genuine = tuple(
        Job(design=design, copy=who, holder=who, channel=channel, seed=SEED, ppi=_resolution(design, channel))
        for design, channel, holders in GENUINE
        for who in holders
    )
    forged = tuple(
        Job(
            design=design,
            copy=who,
            holder=who,
            channel=channel,
            seed=SEED,
            ppi=_resolution(design, channel),
            species=species,
            severity=severity,
        )
        for design, channel, who, species, severity in FORGED
    )
    return genuine + forged
