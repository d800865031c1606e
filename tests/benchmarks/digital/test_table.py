"""What the digital benchmark makes of measured values."""

from typing import Any

import pytest

from benchmarks.digital.table import adverse, clearest, table
from docforensics.scoring.calibration import load_calibration

ROWS = load_calibration()
NOTHING = {"grey_copy": None, "recapture_lattice": None, "text_sharpness": None, "double_compression": 90.0}
"""What is in shadow does not count, however much it measures."""


def page(sharpness: float | None) -> dict[str, Any]:
    """A page of which only the zone's sharpness says anything."""
    return {"values": {**NOTHING, "mrz_sharpness": sharpness}, "pixel": {}, "seconds": {"mrz_sharpness": 0.1}}


def pair(split: str, number: int, genuine: float, forged: float) -> dict[str, Any]:
    """A forged zone and its twin."""
    told = {"species": "mrz-digital-stale", "severity": "ordinary", "channel": "photo", "split": split}
    return {**told, "holder": f"{split}{number}", "forged": page(forged), "genuine": page(genuine)}


def test_the_clearest_finding_orders_documents_below_the_bound_of_the_rows() -> None:
    """Where the rows are silent, 2 is still more than 1.9."""
    row = ROWS.row("digital.mrz_sharpness")
    assert row.log10_lr(2.3) == row.log10_lr(2.2) == 0
    low, high = (clearest(page(value)["values"], "digital") for value in (2.2, 2.3))
    assert low is not None
    assert high is not None
    assert low < high < 0
    assert clearest(page(None)["values"], "digital") is None


@pytest.mark.parametrize(("sharpness", "told"), [(8.0, True), (0.0, False), (None, False)])
def test_a_family_is_adverse_where_its_rows_say_so(sharpness: float | None, told: bool) -> None:
    """And not where it was silent."""
    assert adverse(page(sharpness), "digital") is told
    assert not adverse(page(sharpness), "portrait")


def test_limits_come_from_the_calibration_half_and_shares_from_the_other() -> None:
    """At 2 % a family finds what its rows are still silent about."""
    lines = [pair("calibration", number, 1.0 + number / 50, 9.0) for number in range(20)]
    lines += [pair("test", number, 1.0, 2.5) for number in range(10)]
    told = table(lines)
    one = next(part for part in told["detection"] if part["of"][2] == "all")
    assert one["n"] == 10
    assert one["shipped"]["digital"][0] == 0
    assert one["by"]["digital"][0] == 10
    assert told["false_alarms"]["digital"][0] == 0
    gain = told["may_weigh"]["mrz_sharpness"]["inpainted and retyped/ordinary"]["page_gain"]
    assert gain[0] == pytest.approx(0.5)
