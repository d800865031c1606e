"""An examiner whose checks verify at any quality, and what its checks make of some claims."""

from collections.abc import Iterable
from dataclasses import replace

from docforensics.checks.claims import ClaimId
from docforensics.checks.run import run_check
from docforensics.claims.model import ClaimResult
from docforensics.document import Document
from docforensics.examiner import Examiner
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.model import CalibrationRow
from docforensics.scoring.weigh import SWITCHED_OFF
from docforensics.templates.store import TemplateStore


def opened(calibration: Calibration) -> Calibration:
    """Take back from which quality on rows verify; which may verify at all, and on which channels, stays."""

    def row(given: CalibrationRow) -> CalibrationRow:
        power = given.verifies_from
        lowest = power and replace(power, px_per_mm=0.0, contrast=0.0, holders=0)
        return replace(given, verifies_from=lowest)

    return Calibration.of(
        map(row, (*calibration.rows.values(), *calibration.fitted.values())),
        calibration.combinations.values(),
        calibration.shifts.values(),
    )


def opened_examiner(templates: TemplateStore, *, reader: bool) -> Examiner:
    """Make an examiner of a post whose checks verify at any quality."""
    examiner = Examiner(templates=templates, equipment=("document-reader",) if reader else ())
    examiner._calibration = opened(examiner._calibration)  # noqa: SLF001 (parts of an examination have no public names)
    return examiner


def claims_of(
    examiner: Examiner, document: Document, claims: Iterable[ClaimId]
) -> dict[ClaimId, ClaimResult]:
    """Give what the checks that speak of some claims make of them; the others are not run."""
    asked = frozenset(claims)
    checks = examiner._checks  # noqa: SLF001
    outcomes = [
        run_check(check, document) if asked & (check.spec.verifies | check.spec.contradicts) else SWITCHED_OFF
        for check in checks
    ]
    policy = examiner._policy.for_issuer(document.mrz.issuer if document.mrz else "")  # noqa: SLF001
    verdict = examiner._judged(document, outcomes, policy)[1]  # noqa: SLF001
    return {one.claim: one for one in verdict.claims if one.claim in asked}


def less(store: TemplateStore, model: tuple[str, str, int, int]) -> TemplateStore:
    """Give the store without the templates of one model."""
    return TemplateStore(
        one
        for one in store.templates
        if one.model is None or (one.model.country, one.model.type, one.model.number, one.model.year) != model
    )
