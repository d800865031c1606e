"""Ten manipulations that once made a flagged sample CLEAR with full coverage: `python -m benchmarks.evasion.ten`.

On the committed documents, with the shipped template. With the code of f31cb4d each was CLEAR; none may be. That a model which was
changed by one byte is refused, and no check of it is silent, is tested beside the package (`tests/test_resources.py`).
"""

import json
import sys
from pathlib import Path

import cv2

from benchmarks.evasion.cases import EvasionCase
from benchmarks.evasion.documents import Documents
from benchmarks.evasion.run import SEED, changed, said
from docforensics.bench.systems.ours import INSPECTED_ON
from docforensics.examiner import Examiner
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass

SAMPLES = Path(__file__).parents[2] / "sample_docs"
_TEXT = "td3-2-0000-flatbed-viz-text-digital-ordinary"
_CARELESS_TEXT = "td3-2-0001-flatbed-viz-text-digital-careless"
_ERASED = "td3-2-0002-flatbed-data-mechanical-careless"
_MRZ = "td3-2-0002-flatbed-mrz-digital-valid-skilled"
_SCREEN = "td3-2-0015-photo-screen-recapture-ordinary"
TEN = tuple(
    EvasionCase(document=document, manipulation=manipulation)
    for document, manipulation in (
        (_TEXT, "glare:altered"),
        (_CARELESS_TEXT, "glare:altered"),
        (_ERASED, "glare:altered"),
        (_MRZ, "scale:0.6"),
        (_SCREEN, "scale:0.6"),
        (_MRZ, "blur:1.2px"),
        (_SCREEN, "blur:1.2px"),
        (_CARELESS_TEXT, "second-page:tiff:after"),
        (_CARELESS_TEXT, "second-page:pdf:after"),
        (_TEXT, "second-frame:before"),
    )
)


def examined(case: EvasionCase, documents: Documents, examiner: Examiner) -> Report:
    """Examine one of them."""
    submission = changed(documents, case, SEED)
    return examiner.examine(submission.source, inspected_on=INSPECTED_ON, channel=submission.channel)


def main() -> int:
    """Print what is said of each; 1 where one is CLEAR."""
    cv2.setNumThreads(1)
    documents, examiner = Documents([SAMPLES]), Examiner()
    clear = 0
    for case in TEN:
        report = examined(case, documents, examiner)
        clear += report.verdict.outcome is OutcomeClass.CLEAR
        print(json.dumps({"case": case.id, **said(report)}), flush=True)
    print(f"{clear} of {len(TEN)} CLEAR")
    return 1 if clear else 0


if __name__ == "__main__":
    sys.exit(main())
