"""From a table of outcomes to calibration rows. It never runs the examiner; `fit` uses the solvers of the extra `fit`.

    Examined (one a document) -> out-of-fold curves a check -> bounds -> combination -> Fitted

Read `fit.py` first. Documents of the calibration split alone are taken; folds keep a holder's documents together, and in a fit over
designs those of a design, which then counts as one (`units.py`).
"""

from docforensics.scoring.fit.check import CheckFit
from docforensics.scoring.fit.count import count_real
from docforensics.scoring.fit.few_shot import few_shot
from docforensics.scoring.fit.fit import ConditionFit, fit, require_solvers
from docforensics.scoring.fit.write import to_toml

__all__ = ["CheckFit", "ConditionFit", "count_real", "few_shot", "fit", "require_solvers", "to_toml"]
