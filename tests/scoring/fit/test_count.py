"""False alarms counted on a table of real documents."""

from collections.abc import Callable
from dataclasses import replace

from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit import count_real
from docforensics.scoring.outcomes import Examined

Table = tuple[Examined, ...]


def test_documents_are_counted_once_and_forged_ones_not_at_all(
    draw: Callable[..., Table], judged: Calibration
) -> None:
    """Three captures of one holder are one document."""
    table = draw(n=6)
    genuine = [one for one in table if not one.is_forged]
    again = [replace(one, document=f"{one.document} again") for one in genuine]
    counts = count_real(
        [*table, *again, *again], lambda check, _: judged.row(check), sources=4, data_set="a post"
    )
    holders = {one.holder for one in genuine}
    assert counts
    assert {count.documents for count in counts} <= set(range(1, len(holders) + 1))
    assert max(count.documents for count in counts) == len(holders)
    assert all(count.sources <= 4 and count.data_set == "a post" for count in counts)


def test_an_adverse_genuine_document_is_a_false_alarm(
    draw: Callable[..., Table], judged: Calibration
) -> None:
    """Under the row in force."""
    table = tuple(one for one in draw(n=20) if not one.is_forged)
    check = "security.good"
    adverse = {one.holder for one in table if (one.value(check) or -9.0) > 2.0 + 0.31 / 0.5}
    (count,) = [
        one
        for one in count_real(table, lambda name, _: judged.row(name), sources=2, data_set="")
        if one.check == check
    ]
    assert count.false_alarms == len(adverse)
