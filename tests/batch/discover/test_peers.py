"""What pages of one template share is the template's; what one of them shows alone stays its own."""

from collections.abc import Mapping, Sequence

import pytest

from docforensics.batch.discover.peers import counted_findings, findings_weights, is_far, own_values
from docforensics.batch.discover.records import ComparedRecord, FindingRecord

BORDER, COLOUR = "portrait.portrait_border", "security.colour"


def _page(number: int, values: dict[str, float], **log10_lrs: float) -> ComparedRecord:
    found = tuple(
        FindingRecord(check=check, title=check, log10_lr=log10_lrs[name])
        for name, check in (("border", BORDER), ("colour", COLOUR))
        if name in log10_lrs
    )
    return ComparedRecord(number=number, group="group-01", values=values, findings=found)


def _weights(pages: Sequence[ComparedRecord]) -> tuple[Mapping[str, float], ...]:
    return findings_weights(pages, [("visible",)] * len(pages))


def test_others_are_those_in_the_same_lights() -> None:
    """Three pages in UV of nine share what UV shows: no page in white light alone could."""
    pages = [_page(number, {}, **({"border": 0.5} if number < 3 else {})) for number in range(9)]
    lights = [("visible", "uv")] * 3 + [("visible",)] * 6
    assert [one[BORDER] for one in findings_weights(pages, lights)[:3]] == [0.0] * 3
    assert _weights(pages)[0][BORDER] == pytest.approx(1 / 3)


def test_what_all_pages_show_counts_nothing() -> None:
    """A design with a frame round its portraits: nine of nine."""
    pages = [_page(number, {BORDER: 30.0 + number}, border=0.5) for number in range(9)]
    weights = _weights(pages)
    assert [dict(one) for one in weights] == [{BORDER: 0.0}] * 9
    assert counted_findings(weights) == {BORDER: 9}


def test_the_rarer_a_finding_the_more_it_counts() -> None:
    """Alone in full; one other may always show it; more than a quarter of the others may not."""
    for several, weight in ((1, 1.0), (2, 2 / 3), (3, 1 / 3), (4, 0.0)):
        pages = [
            _page(number, {COLOUR: 2.6}, colour=0.5) if number < several else _page(number, {COLOUR: 2.0})
            for number in range(9)
        ]
        assert _weights(pages)[0][COLOUR] == pytest.approx(weight)


def test_a_page_far_beyond_the_others_stays_listed() -> None:
    """Two of nine are forged alike; the others' values do not hide them, nor does each the other."""
    values = [2.0, 2.2, 2.4, 2.3, 2.1, 2.5, 2.2, 9.0, 8.0]
    pages = [_page(number, {COLOUR: value}, colour=0.5) for number, value in enumerate(values)]
    assert [one[COLOUR] for one in _weights(pages)] == [0.0] * 7 + [1.0] * 2


def test_too_few_others_tell_nothing() -> None:
    """Three others, of which one may be forged."""
    pages = [_page(number, {COLOUR: value}) for number, value in enumerate((1.0, 1.0, 1.0, 9.0))]
    assert not is_far(pages[3], 3, pages, COLOUR)
    assert is_far(pages[3], 3, [*pages, _page(4, {COLOUR: 1.0})], COLOUR)


def test_own_values_are_those_of_pages_that_nothing_speaks_against() -> None:
    """A forged page among those that were learned from widens nothing, and stays findable."""
    values = [2.0, 2.2, 2.4, 2.3, 2.1, 2.5, 2.2, 9.0]
    pages = [
        _page(number, {COLOUR: value, BORDER: 1.0}, **({"colour": 0.5} if value > 2.45 else {}))
        for number, value in enumerate(values)
    ]
    (own,) = own_values(pages, _weights(pages), [COLOUR])
    assert (own.check, own.values) == (COLOUR, (2.0, 2.2, 2.4, 2.3, 2.1, 2.2))
    assert own_values(pages[:2], _weights(pages[:2]), [COLOUR]) == ()
