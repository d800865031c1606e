"""Ids in policies and calibration files that no check here bears: most often an error of writing, sometimes a plug-in that is missing.

A policy is refused: it orders a check to be off, mandatory or evaluatory, and an order that is passed over without a word is one that
somebody believes to be carried out. A calibration row is named in the log and no more: without its check it weighs nothing,
and one file may serve posts with a plug-in and posts without.
"""

import logging
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from docforensics.checks.spec import DeclaredCheck
from docforensics.errors import UsageError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.policy import Policy

_log = logging.getLogger(__name__)


def refuse_unknown_checks(policy: Policy, checks: Sequence[DeclaredCheck], *, all_known: bool = True) -> None:
    """Refuse a policy that names a check or family which there is not.

    Parameters
    ----------
    checks
        Those that are installed here.
    all_known
        False where a plug-in could not be loaded: its checks cannot be told from errors of writing, and it shall not stop an examination; the
        log names the ids.

    Raises
    ------
    UsageError
        Names the place in the policy, and the nearest id that there is.
    """
    known = [*(check.id for check in checks), *sorted({check.family for check in checks})]
    told = {"run_modes": policy.run_modes, **{f"issuers.{name}": one for name, one in policy.issuers.items()}}
    for place, modes in told.items():
        for text in _unknown(modes, known, "check or family"):
            whole = f"policy {policy.name}: {place}: {text}"
            if all_known:
                raise UsageError(f"{whole}; correct it, or install the plug-in that brings it")
            _log.warning("%s; a plug-in that could not be loaded may bring it", whole)


def report_unknown_checks(calibration: Calibration, checks: Sequence[DeclaredCheck]) -> None:
    """Name in the log the ids in a calibration that no check has."""
    named = {
        *calibration.rows,
        *(check for check, _ in calibration.fitted),
        *(check for combination in calibration.combinations.values() for check in combination.checks),
        *(check for shift in calibration.shifts.values() for check in shift.checks),
    }
    for text in _unknown(sorted(named), [check.id for check in checks], "check"):
        _log.warning("calibration: %s; its rows weigh nothing", text)


def _unknown(named: Iterable[str], known: Sequence[str], what: str) -> Iterator[str]:
    for name in named:
        if name not in known:
            (nearest,) = get_close_matches(name, known, n=1, cutoff=0.0) or ("none",)
            yield f"there is no {what} {name!r}, the nearest is {nearest!r}"
