"""Several documents in a table: one line a document as it is examined, and a line that sums them up."""

import os.path
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from docforensics.report.pen import COLOURS, Pen, cut, cut_middle, printable
from docforensics.scoring.model import OutcomeClass

if TYPE_CHECKING:
    from docforensics.cli.output import Output
    from docforensics.report.report import Report

_NOT_EXAMINED = "not examined"
_NAMES = 0.4
"""Share of the line that names may take: what decides needs the rest. A judgement."""


class ReportTable:
    """Writes one line a document: its name, its outcome, and what decides it."""

    def __init__(self, names: Sequence[str], output: "Output") -> None:
        self._output = output
        self._pen = Pen(colour=output.colour, width=output.width)
        self._folder = _shared_folder(names)
        longest = max(len(printable(self._short(name))) for name in names)
        self._names = min(longest, int(_NAMES * output.width))
        self._words = max(map(len, (*OutcomeClass, _NOT_EXAMINED)))
        self._counts: Counter[str] = Counter()
        if self._folder:
            output.write(f"in {self._folder}")
        self._row("document", "outcome", "what decides it", code="1")

    def add(self, name: str, report: "Report") -> None:
        """Write the line of a document that was examined."""
        from docforensics.report.brief import decides

        outcome = report.verdict.outcome
        self._counts[outcome.value] += 1
        self._row(name, outcome.value, decides(report), code=f"1;{COLOURS[outcome]}")

    def add_failed(self, name: str, why: str) -> None:
        """Write the line of a document that could not be examined."""
        self._counts[_NOT_EXAMINED] += 1
        self._row(name, _NOT_EXAMINED, why)

    def close(self) -> None:
        """Write what all of them come to, the worst first, and how to see more of each."""
        order = [
            *map(str, (OutcomeClass.ALERT, OutcomeClass.REFER, OutcomeClass.INCONCLUSIVE, OutcomeClass.CLEAR))
        ]
        counted = [f"{self._counts[word]} {word}" for word in (*order, _NOT_EXAMINED) if self._counts[word]]
        total = sum(self._counts.values())
        said = f"{total} document{'s' * (total != 1)}: {', '.join(counted)}. --all writes each report, --html FOLDER a page of each."
        self._output.write_rendered("\n".join(self._pen.paragraph(said)))

    def _short(self, name: str) -> str:
        """Leave out the folder that all documents lie in, which the heading names."""
        return name.removeprefix(self._folder)

    def _row(self, name: str, word: str, said: str, code: str = "") -> None:
        shown = cut_middle(printable(self._short(name)), self._names)
        painted = (self._pen.paint(word, code) if code else word) + " " * (self._words - len(word))
        room = self._pen.width - self._names - self._words - 4
        self._output.write_rendered(
            f"{shown:<{self._names}}  {painted}  {cut(printable(said), room)}".rstrip()
        )


def _shared_folder(names: Sequence[str]) -> str:
    """Give the folder that all documents lie in, with what divides it from their names; nothing where there is none."""
    try:
        shared = os.path.commonpath([PurePath(name).parent for name in names])
    except ValueError:
        return ""  # some are absolute and some are not, or they lie on several drives
    folder = os.path.join(shared, "")  # noqa: PTH118 (with what divides folders at its end)
    return folder if shared and all(name.startswith(folder) for name in names) else ""
