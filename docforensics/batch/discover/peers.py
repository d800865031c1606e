"""What the pages of one template share: findings that are the template's and no document's, and the values that it keeps of its own pages."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from statistics import median

from docforensics.batch.discover.records import ComparedRecord, FindingRecord
from docforensics.templates.shown import OwnValues

_PEERS_THERE = 0.25
"""Share of the other pages, and one always, that a finding may be shared by and still count something: beyond, the template shows it. A judgement: of a
pile of which a tenth is forged, a fourth is not forged in one way, and would be listed as a series."""
_AS_HEAVY = 0.5
"""Log10 LR of the finding of another page over that of the page, from which it shows the finding likewise."""
_FAR_BEYOND = 3.0
"""Spreads from the middle to the end of the others' values by which one lies beyond that end, from which a finding that others share counts all the
same. As many as of colours (`outliers`)."""
_SHARE = 0.1
"""Of that end, by which every page may differ, whatever their spread. A judgement."""
_FEWEST = 3
"""Pages whose values are kept."""
_DIGITS = 4


def findings_weights(
    pages: Sequence[ComparedRecord], lights: Sequence[Collection[str]]
) -> tuple[Mapping[str, float], ...]:
    """By page of one template, how much each finding against it counts, by check: 1 where no other page shows it, 0 where it is the template's.

    The others are those that were captured in all `lights` of the page.
    """
    return tuple(
        {
            one.check: 1.0
            if is_far(page, row, pages, one.check)
            else _rarity(one, _others(row, pages, lights))
            for one in page.findings
        }
        for row, page in enumerate(pages)
    )


def is_far(page: ComparedRecord, row: int, pages: Sequence[ComparedRecord], check: str) -> bool:
    """Whether what a check measures on a page lies far beyond what it measures on the others; False where they are too few for that."""
    if check not in page.values:
        return False
    others = sorted(
        one.values[check] for number, one in enumerate(pages) if number != row and check in one.values
    )
    # The most that may share a finding are left aside: they may be forged likewise.
    usual = others[: len(others) - int(_most_there(len(others)))]
    if len(usual) < _FEWEST:
        return False
    end = usual[-1]
    return page.values[check] - end > _FAR_BEYOND * (end - median(usual) + _SHARE * abs(end))


def _most_there(peers: int) -> float:
    return max(1.0, _PEERS_THERE * peers)


def _others(
    row: int, pages: Sequence[ComparedRecord], lights: Sequence[Collection[str]]
) -> list[ComparedRecord]:
    return [
        page for number, page in enumerate(pages) if number != row and set(lights[row]) <= set(lights[number])
    ]


def _rarity(one: FindingRecord, peers: Sequence[ComparedRecord]) -> float:
    alike = sum(_weight(page, one.check) >= _AS_HEAVY * one.log10_lr for page in peers)
    return max(0.0, 1.0 - alike / (_most_there(len(peers)) + 1.0))


def _weight(page: ComparedRecord, check: str) -> float:
    """Of the heaviest finding of a check; negative where there is none."""
    return max((one.log10_lr for one in page.findings if one.check == check), default=-1.0)


def counted_findings(weights: Sequence[Mapping[str, float]]) -> Mapping[str, int]:
    """Pages by check of the findings that are the template's, most first."""
    counts = Counter(check for of_page in weights for check, weight in of_page.items() if not weight)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def own_values(
    pages: Sequence[ComparedRecord], weights: Sequence[Mapping[str, float]], checks: Collection[str]
) -> tuple[OwnValues, ...]:
    """Collect the values of some checks for the template of the pages, without those that count against a page or lie far beyond the others'.

    So a forged page among them neither widens what the template expects, nor hides itself.
    """
    found = []
    for check in sorted(checks):
        kept = [
            round(page.values[check], _DIGITS)
            for row, page in enumerate(pages)
            if check in page.values
            and not weights[row].get(check, 0.0)
            and not is_far(page, row, pages, check)
        ]
        if len(kept) >= _FEWEST:
            found.append(OwnValues(check=check, values=tuple(kept)))
    return tuple(found)
