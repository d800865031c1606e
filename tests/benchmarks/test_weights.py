"""No check of the portrait or of digital traces weighs anything that did not beat its control on the calibration half."""

import json
from collections.abc import Iterator

import pytest

from benchmarks.digital.measure import CHECKS, ID
from benchmarks.provenance import RESULTS
from docforensics.checks.renamed import current_id
from docforensics.scoring.calibration import load_calibration

ROWS = load_calibration()
WEIGHED = [
    check.id for check in CHECKS if (row := ROWS.row(check.id)).log10_lr_min != 0 or row.log10_lr_max != 0
]


def gains(check: str) -> Iterator[float]:
    """Lower 95 % bounds of attack minus control (page AUC), calibration half, in every group that was published."""
    for name in ("digital.json", "digital-recaptures.json", "digital-copied.json"):
        digital = json.loads((RESULTS / name).read_text(encoding="utf-8"))
        for slug, groups in digital["may_weigh"].items():
            if check in map(current_id, (ID.get(slug, ""), f"portrait.{slug}")):
                yield from (one["page_gain"][1] for one in groups.values() if one["page_gain"][1] is not None)
    portrait = json.loads((RESULTS / "portrait.json").read_text(encoding="utf-8"))["auc"]
    at = {name: number for number, name in enumerate(portrait["columns"])}
    for row in portrait["rows"]:
        if row[at["half"]] == "calibration" and current_id(f"portrait.{row[at['check']]}") == check:
            yield row[at["page gain"]][1]


@pytest.mark.parametrize("check", WEIGHED)
def test_what_weighs_has_beaten_its_control(check: str) -> None:
    """On at least one kind of forgery, with its lower bound."""
    assert max(gains(check), default=0.0) > 0


def test_checks_that_are_not_weighed_have_no_bounds() -> None:
    """Shadow is zero both ways."""
    assert {check.id for check in CHECKS} - set(WEIGHED) >= {
        "evaluatory.double_compression",
        "evaluatory.second_face",
    }
