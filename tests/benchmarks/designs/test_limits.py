"""How much evidence genuine documents have against them."""

from dataclasses import replace

from benchmarks.designs.limits import Reached, reached_by, stated
from benchmarks.designs.verdicts import Judging
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.policy import Policy
from tests.benchmarks.designs.conftest import designs_of


def test_documents_are_judged_without_bounds_the_most_suspicious_first() -> None:
    """As the shipped rows judge each of them."""
    judging = Judging(calibration=Calibration.load(), policy=Policy())
    table = [
        replace(one, capture="photo") for one in designs_of("test", 3) if one.has_template and one.is_forged
    ]
    found = reached_by(table, judging)
    ratios = [one.log10_lr for one in found]
    assert ratios == sorted(ratios, reverse=True)
    assert max(ratios) > min(ratios)
    own = {
        one.document: verdict.unbounded_log10_lr
        for one, verdict in zip(table, judging.verdicts(table), strict=True)
    }
    assert {one.document: one.log10_lr for one in found} == own


def test_the_points_are_those_of_a_combination() -> None:
    """Of 99 documents a new one exceeds the largest with probability .01; fewer know nothing of so small a share."""
    reached = [Reached(document=f"d{number}", log10_lr=number / 100) for number in range(98, -1, -1)]
    first, points, *beyond = stated(reached).splitlines()
    assert first == "99 genuine documents"
    assert points == "false_alarms = [[0.05, 0.9401], [0.02, 0.9701], [0.01, 0.9801]]"
    assert [line.split() for line in beyond] == [[f"{n / 100:.3f}", f"d{n}"] for n in range(98, 94, -1)]
    assert "0.01," not in stated(reached[:50]).splitlines()[1]


def test_nothing_is_stated_of_few() -> None:
    """Of ten documents no share of these is known."""
    assert stated([Reached(document="d", log10_lr=0.0)] * 10).splitlines()[1] == "false_alarms = []"
