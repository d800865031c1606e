"""How much evidence genuine documents have against them."""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.designs import limits
from benchmarks.designs.limits import Limits, Reached, genuine_of, reached_by, stated
from benchmarks.designs.verdicts import Judging
from docforensics.errors import UsageError
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


def reached(count: int, *, per_design: int = 1) -> list[Reached]:
    """Documents of .01, .02 and so on, the largest first."""
    return [
        Reached(document=f"d{number}", design=f"design-{number // per_design}", log10_lr=number / 100)
        for number in range(count - 1, -1, -1)
    ]


def test_the_points_are_those_of_a_combination() -> None:
    """Of 99 documents a new one exceeds the largest with probability .01; fewer know nothing of so small a share."""
    first, points, by_design, *beyond = stated(reached(99)).splitlines()
    assert first == "99 genuine documents of 99 designs"
    assert points == "false_alarms = [[0.05, 0.9401], [0.02, 0.9701], [0.01, 0.9801]]"
    assert by_design == points.replace("false_alarms =", "by designs:")
    assert [line.split() for line in beyond] == [[f"{n / 100:.3f}", f"d{n}"] for n in range(98, 94, -1)]
    assert "0.01," not in stated(reached(49)).splitlines()[1]


def test_documents_of_one_design_count_as_one() -> None:
    """33 designs of three documents each know of one in twenty alone."""
    _, points, by_design, *_ = stated(reached(99, per_design=3)).splitlines()
    assert "[0.01, 0.9801]" in points
    assert by_design == "by designs: [[0.05, 0.9601]]"


def test_nothing_is_stated_of_few() -> None:
    """Of ten documents no share of these is known."""
    assert stated(reached(10)).splitlines()[1] == "false_alarms = []"


def test_a_table_that_is_named_twice_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its documents would count twice; and of captures that no table holds nothing is stated."""
    table = Path("designs.parquet")
    rows = [replace(one, capture="photo") for one in designs_of("test", 2)]
    monkeypatch.setattr(limits, "read", lambda _: rows)
    found = genuine_of([table], ["photo"])
    assert found
    assert not any(one.is_forged or not one.has_template for one in found)
    rest = genuine_of([table], ["photo"], without=["test-00"])
    assert {one.design for one in rest} == {one.design for one in found} - {"test-00"}
    with pytest.raises(UsageError, match="leave one of the two out"):
        genuine_of([table, table], ["photo"])
    with pytest.raises(UsageError, match="see --captures"):
        genuine_of([table], ["flatbed"])


def test_limits_take_the_place_of_those_of_a_fit() -> None:
    """Of one condition alone; a file without it, or without limits of it, is refused."""
    found = Limits(documents=99, designs=25, points=((0.05, 0.1), (0.02, 0.4)))
    told = [
        f'[[combination]]\nrule = "attenuated"\ncondition = "{name}"\nn_genuine = 5\nfalse_alarms = [[0.05, 0.9]]\nbasis = "fitted"'
        for name in ("photo/visible", "scanner/visible")
    ]
    row = '[[row]]\ncheck = "a.b"\ncondition = "scanner/visible"'
    text = "\n\n".join([*told, row]) + "\n"
    changed = found.put_into(text, "scanner/visible")
    origin = "99 genuine documents of 25 designs, false alarms counted on each model, "
    points = f"[[0.05, 0.1], [0.02, 0.4]]  # {origin}without the values of these"
    assert changed == text.replace(told[1], told[1].replace("[[0.05, 0.9]]", points))
    assert found.words == f"{origin}without the values of these: 5%: +0.10, 2%: +0.40"
    assert replace(found, with_values=7).origin == f"{origin}7 of them with the values of these"
    for bad in (row, told[0]):
        with pytest.raises(UsageError, match="one combination of scanner/visible that states false_alarms"):
            found.put_into(bad, "scanner/visible")
