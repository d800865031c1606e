"""The small set that is committed: which documents it holds."""

from .forge import Severity
from .jobs import Job

SEED = 2026


def committed_jobs() -> tuple[Job, ...]:
    """The documents of the committed set, in the order of the manifest."""
    holders = (0, 1, 2, 3)
    genuine = tuple(Job(design="td3-2", copy=h, holder=h, channel="flatbed", seed=SEED, ppi=300) for h in holders)
    forged = tuple(
        Job(design="td3-2", copy=h, holder=h, channel="flatbed", seed=SEED, ppi=300, species=species, severity=severity)
        for h, species, severity in (
            (0, "viz-text-digital", Severity.ORDINARY),
            (0, "photo-digital", Severity.ORDINARY),
            (0, "photo-displaced", Severity.CARELESS),
        )
    )
    return genuine + forged
