"""Counts the false alarms of checks on real genuine documents: what bounds their weight (`scoring.counted`)."""

from collections.abc import Callable, Iterable, Sequence

from docforensics.scoring.counted import RealCount
from docforensics.scoring.model import CalibrationRow
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.verbal import NO_SUPPORT_BELOW


def count_real(
    table: Sequence[Examined],
    row_of: Callable[[str, Examined], CalibrationRow],
    *,
    sources: int,
    data_set: str,
) -> tuple[RealCount, ...]:
    """Count, check by check, the genuine documents on which it measured and those on which it was adverse.

    Parameters
    ----------
    table
        Outcomes of real documents; forged ones are left out, and captures of one document (`Examined.holder`) count once.
    row_of
        The row of a check for a document.
    sources
        Owners or issuers that the documents come from, as whoever has them states it.
    data_set
        What the documents are called in reports.
    """
    genuine = [one for one in table if not one.is_forged]
    checks = sorted({check for one in genuine for check in one.outcomes})
    found = []
    for check in checks:
        values = [(one, value) for one in genuine if (value := one.value(check)) is not None]
        adverse = (one for one, value in values if row_of(check, one).log10_lr(value) >= NO_SUPPORT_BELOW)
        documents = len(_holders(one for one, _ in values))
        if documents:
            found.append(
                RealCount(
                    check=check,
                    documents=documents,
                    sources=min(sources, documents),
                    false_alarms=len(_holders(adverse)),
                    data_set=data_set,
                )
            )
    return tuple(found)


def _holders(documents: Iterable[Examined]) -> frozenset[str]:
    return frozenset(one.holder or one.document for one in documents)
