"""From a table of outcomes to calibration rows. It never runs the examiner, and needs nothing but numpy.

    Examined (one a document) -> out-of-fold curves a check -> bounds -> combination -> Fitted

Read `fit.py` first. Documents of the calibration split alone are taken; folds keep a holder's documents together.
"""

from docforensics.scoring.fit.check import CheckFit
from docforensics.scoring.fit.few_shot import few_shot
from docforensics.scoring.fit.fit import ConditionFit, fit
from docforensics.scoring.fit.write import to_toml

__all__ = ["CheckFit", "ConditionFit", "few_shot", "fit", "to_toml"]
