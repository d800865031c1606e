"""The outcome of every forged document of the committed set, as the table that stands in `sample_docs/README.md`.

python -m sample_docs.measure.outcomes
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import docforensics as df
from docforensics.bench.data_set import Item
from docforensics.bench.loaders import load_data_set
from docforensics.bench.systems.ours import INSPECTED_ON

FOLDER = Path(__file__).resolve().parent.parent
PAGE = FOLDER / "README.md"
BEGIN, END = "<!-- outcomes: python -m sample_docs.measure.outcomes -->", "<!-- end of outcomes -->"


def forged() -> tuple[Item, ...]:
    """List the forged documents, in the order of the manifest."""
    return tuple(item for item in load_data_set(FOLDER).items if item.is_forged)


def examined(examiner: df.Examiner, item: Item) -> df.Report:
    """Examine all sides and lights of a document, as `examine FILE --uv FILE --ir FILE --channel CHANNEL` does."""
    sides: dict[df.SideKind, dict[str, Path]] = {}
    for picture in item.pictures:
        sides.setdefault(picture.side, {})[picture.light.value] = picture.file
    captures = [df.Capture.load(**files, channel=item.channel, side=side) for side, files in sides.items()]
    return examiner.examine(captures, inspected_on=INSPECTED_ON)


def row_of(item: Item, report: df.Report) -> str:
    """Give the row of a document."""
    lights = len({picture.light for picture in item.pictures})
    given = f"`{item.channel.value}`" + (", three lights" if lights > 1 else "")
    adverse = ", ".join(sorted({f"`{finding.check}`" for finding in report.reasons}))
    return f"| `{item.id}` | {given} | {report.verdict.outcome.value} | {adverse or '-'} |"


def table(rows: Iterable[str]) -> Iterator[str]:
    """Give the lines of the table."""
    yield "| forged document | given as | outcome | adverse |"
    yield "|---|---|---|---|"
    yield from rows


def shown() -> list[str]:
    """Read the rows that the page shows."""
    lines = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0].strip().splitlines()
    return lines[2:]


def main() -> int:
    """Write the table into the page."""
    examiner = df.Examiner()
    rows = []
    for item in forged():
        rows.append(row_of(item, examined(examiner, item)))
        sys.stderr.write(rows[-1] + "\n")
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    lines = "\n".join(table(rows))
    PAGE.write_text(f"{before}{BEGIN}\n\n{lines}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
