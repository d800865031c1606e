"""The summary page: counts, the worst documents first, filters, and what could not be examined and why."""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from docforensics.batch.addresses import Folder
from docforensics.batch.page import render
from docforensics.batch.settings import digest
from docforensics.batch.store import held_by_a_scan, opened, read_parts, refuse_former
from docforensics.batch.thumbnails import embedded
from docforensics.checks.claims import Why
from docforensics.checks.registry import discover_checks
from docforensics.checks.renamed import current_id
from docforensics.guidance.claims import CODES

PAGE = "index.html"
SHOWN = 1000
"""Documents on the page, and failures."""
_WORDS = {
    "ALERT": "alert",
    "REFER": "refer",
    "INCONCLUSIVE": "inconclusive",
    "CLEAR": "clear",
    "failed": "not examined",
}
"""Outcomes, the worst first."""
PICTURED = 200
"""Documents on the page with their picture: at most 1 MB of page, by the pictures of nine sample documents."""
_COLUMNS = [
    "name",
    "document",
    "status",
    "failure",
    "reason",
    "outcome",
    "score",
    "coverage",
    "first_why",
    "adverse",
    "report",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One outcome's share of all documents."""

    name: str
    words: str
    count: int
    before: int
    """Documents of worse outcomes."""
    percent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCount:
    """How often a check was adverse."""

    check: str
    title: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeCount:
    """How often a code was the first reason of INCONCLUSIVE."""

    code: str
    words: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSummary:
    """What the page shows."""

    inspected_on: str
    channel: str
    configuration: str
    reports: bool
    """Whether reports were retained."""
    pictures: bool
    """Whether pictures were."""
    counts: Mapping[str, int]
    """Documents by outcome, and `failed`."""
    first_whys: Mapping[str, int]
    """INCONCLUSIVE documents by the code of the first claim that does not hold."""
    against: Mapping[str, int]
    """Documents by check that speaks against them."""
    worst: tuple[Mapping[str, Any], ...]
    failed: tuple[Mapping[str, Any], ...]
    titles: Mapping[str, str]

    @property
    def count(self) -> int:
        """All documents."""
        return sum(self.counts.values())

    @property
    def failed_count(self) -> int:
        """Documents that could not be examined."""
        return self.counts.get("failed", 0)

    @property
    def examined(self) -> int:
        """Documents that could be."""
        return self.count - self.failed_count

    @property
    def shares(self) -> tuple[Share, ...]:
        """Every outcome, the worst first."""
        counts = [self.counts.get(name, 0) for name in _WORDS]
        return tuple(
            Share(
                name=name.lower(),
                words=words,
                count=count,
                before=sum(counts[:place]),
                percent=f"{100 * count / max(self.count, 1):.1f} %",
            )
            for place, ((name, words), count) in enumerate(zip(_WORDS.items(), counts, strict=True))
        )

    @property
    def codes(self) -> tuple[CodeCount, ...]:
        """Why documents are inconclusive, the most frequent reason first."""
        ordered = sorted(self.first_whys.items(), key=lambda item: (-item[1], item[0]))
        return tuple(CodeCount(code=code, words=self.words(code), count=count) for code, count in ordered)

    def words(self, code: str | None) -> str:
        """The words of a code; nothing for none."""
        return CODES[Why(code)] if code else ""

    @property
    def checks(self) -> tuple[CheckCount, ...]:
        """The checks that were adverse, the most frequent first."""
        ordered = sorted(self.against.items(), key=lambda item: (-item[1], item[0]))
        return tuple(
            CheckCount(check=check, title=self.title(check), count=count) for check, count in ordered
        )

    def title(self, check: str) -> str:
        """The title of a check; its id where it is not installed here."""
        return self.titles.get(check, check)


def write_summary(results: str | os.PathLike[str]) -> None:
    """Write `index.html` into a folder of results, from what is in it."""
    folder, _ = opened(results)
    page = render("summary.html.j2", script="summary.js", summary=summarise(results))
    folder.write(PAGE, page.encode())


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldResults:
    """What results hold, whichever runs of a scan made them."""

    outcomes: Mapping[str, int]
    """Documents by outcome, and `failed`."""
    first_whys: Mapping[str, int]
    """INCONCLUSIVE documents by the code of the first claim that does not hold."""

    @property
    def count(self) -> int:
        """All documents."""
        return sum(self.outcomes.values())


def totals(results: str | os.PathLike[str]) -> HeldResults:
    """Count all that a folder of results holds, after a scan that went on where another one stopped."""
    folder, _ = opened(results)
    outcomes: Counter[str] = Counter()
    whys: Counter[str] = Counter()
    with held_by_a_scan(folder):
        for part in read_parts(folder, "documents", ["outcome", "first_why"]):
            outcomes.update(_counted(pc.coalesce(part["outcome"], "failed")))
            whys.update(_counted(pc.drop_null(part["first_why"])))
    return HeldResults(outcomes=outcomes, first_whys=whys)


def summarise(results: str | os.PathLike[str]) -> ScanSummary:
    """Read all parts once; of the documents keep only those that the page shows."""
    folder, told = opened(results)
    refuse_former(folder, "scan into another folder to get a summary")
    with held_by_a_scan(folder):
        return _summarised(folder, told)


def _summarised(folder: Folder, told: Mapping[str, Any]) -> ScanSummary:
    counts: Counter[str] = Counter()
    whys: Counter[str] = Counter()
    against: Counter[str] = Counter()
    worst, failed = [], []
    for part in read_parts(folder, "documents", _COLUMNS):
        counts.update(_counted(pc.coalesce(part["outcome"], "failed")))
        whys.update(_counted(pc.drop_null(part["first_why"])))
        for check, count in _counted(pc.list_flatten(part["adverse"])).items():
            against[current_id(check)] += count
        is_failed = pc.equal(part["status"], "failed")
        failed.append(part.filter(is_failed))
        worst.append(_with_rank(part.filter(pc.invert(is_failed))))
        worst, failed = [_first(worst, _WORST_FIRST)], [_first(failed, [("name", "ascending")])]

    def picture(number: int, row: Mapping[str, Any]) -> str:
        wanted = number < PICTURED and "picture" in told["retain"]
        return embedded(folder, row["document"]) if wanted else ""

    return ScanSummary(
        inspected_on=told["inspected_on"],
        channel=told["channel"],
        configuration=digest(told),
        reports="report" in told["retain"],
        pictures="picture" in told["retain"],
        counts=counts,
        first_whys=whys,
        against=against,
        worst=tuple(
            {**row, "adverse": [*map(current_id, row["adverse"])], "picture": picture(number, row)}
            for table in worst
            for number, row in enumerate(table.to_pylist())
        ),
        failed=tuple(row for table in failed for row in table.to_pylist()),
        titles={check.id: check.spec.title for check in discover_checks()},
    )


_WORST_FIRST = [("rank", "ascending"), ("score", "descending"), ("name", "ascending")]


def _counted(column: pa.ChunkedArray) -> Mapping[str, int]:
    return {one["values"]: one["counts"] for one in pc.value_counts(column).to_pylist()}


def _with_rank(table: pa.Table) -> pa.Table:
    return table.append_column("rank", pc.index_in(table["outcome"], value_set=pa.array(list(_WORDS))))


def _first(tables: list[pa.Table], order: list[tuple[str, str]]) -> pa.Table:
    table = pa.concat_tables(tables)
    return table.take(pc.sort_indices(table, sort_keys=order)[:SHOWN])
