"""What the examination says of published images: `python -m benchmarks.examine.shared ../shared/data`.

All of `mrz/` and `idcards/`, one `Examiner`, as they are; the cards also after both classes were saved alike at JPEG
quality 85, because genuine and forged ones were published at different qualities. An exception is counted and named,
and the rest goes on.
"""

import argparse
import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from time import perf_counter

from PIL import Image
from rich.console import Console
from rich.table import Table

from benchmarks.provenance import RESULTS, provenance
from docforensics.capture.model import Channel
from docforensics.examiner import Examiner
from docforensics.report.report import Report

INSPECTED_ON = date(2026, 11, 24)
QUALITY = 85


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One image and what its manifest says."""

    group: str
    """`mrz`, `idcards` or `idcards q85`."""
    path: Path
    label: str
    """`read`, `negative` or `other` for zones; `genuine` or `forged` for cards."""
    lines: tuple[str, ...]
    """As printed; empty when there is no zone or the manifest does not tell."""
    note: str
    """What the manifest says of the print."""

    @property
    def source(self) -> Path | bytes:
        """What is examined."""
        return _saved_alike(self.path) if self.group.endswith("q85") else self.path


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """One line of the table."""

    group: str
    file: str
    label: str
    read: bool
    """Whether an MRZ was found and read."""
    exact: bool | None
    """Whether it equals the print; None where the manifest has no lines."""
    outcome: str
    """Of the verdict; `EXCEPTION` when the examination broke off."""
    score: float | None
    adverse: tuple[str, ...]
    """Checks with a finding against the document."""
    aborted: tuple[str, ...]
    """Checks that crashed: they weigh nothing, but each is a defect."""
    template: str | None
    seconds: float
    note: str
    """What the manifest says, or the exception."""


def items(data: Path) -> Iterator[Item]:
    """All images of the manifests, those of the cards twice."""
    for row in _rows(data / "mrz"):
        yield Item(
            group="mrz",
            path=data / "mrz" / row["file"],
            label=row["use"],
            lines=tuple(row["mrz"].split("|")) if row["mrz"] else (),
            note=row["check_digits"] if row["check_digits"] != "ok" else "",
        )
    for group in ("idcards", f"idcards q{QUALITY}"):
        for row in _rows(data / "idcards"):
            yield Item(
                group=group,
                path=data / "idcards" / row["file"],
                label=row["label"],
                lines=(),
                note=row["forgery"],
            )


def _rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _saved_alike(path: Path) -> bytes:
    file = io.BytesIO()
    with Image.open(path) as image:
        image.convert("RGB").save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def examine(examiner: Examiner, item: Item, channel: Channel = Channel.UPLOAD) -> Result:
    """Examine one image; an exception becomes a line."""
    source = item.source
    start = perf_counter()
    try:
        report = examiner.examine(source, inspected_on=INSPECTED_ON, channel=channel)
    except Exception as error:  # noqa: BLE001 (counted and named)
        return _broken(item, error, perf_counter() - start)
    return _told(item, report, perf_counter() - start)


def _told(item: Item, report: Report, seconds: float) -> Result:
    lines = report.mrz.lines if report.mrz else ()
    return Result(
        group=item.group,
        file=item.path.name,
        label=item.label,
        read=bool(lines),
        exact=lines == item.lines if item.lines else None,
        outcome=report.verdict.outcome.value,
        score=None if report.verdict.score is None else round(report.verdict.score, 4),
        adverse=tuple(reason.check for reason in report.reasons),
        aborted=tuple(entry.check for entry in report.unchecked if entry.result.value == "aborted"),
        template=report.sides[0].template,
        seconds=round(seconds, 2),
        note=item.note,
    )


def _broken(item: Item, error: Exception, seconds: float) -> Result:
    return Result(
        group=item.group,
        file=item.path.name,
        label=item.label,
        read=False,
        exact=None,
        outcome="EXCEPTION",
        score=None,
        adverse=(),
        aborted=(),
        template=None,
        seconds=round(seconds, 2),
        note=f"{type(error).__name__}: {error}",
    )


def summary(results: Sequence[Result]) -> dict[str, Mapping[str, object]]:
    """Count by group and label."""
    groups = dict.fromkeys((result.group, result.label) for result in results)
    return {
        f"{group} {label}": _counted([r for r in results if (r.group, r.label) == (group, label)])
        for group, label in groups
    }


def _counted(results: Sequence[Result]) -> Mapping[str, object]:
    known = [result for result in results if result.exact is not None]
    scores = sorted(result.score for result in results if result.score is not None)
    seconds = sorted(result.seconds for result in results)
    return {
        "n": len(results),
        "read": sum(result.read for result in results),
        "exact": sum(bool(result.exact) for result in known),
        "exact_of": len(known),
        "outcomes": dict(Counter(result.outcome for result in results)),
        "with_adverse_findings": sum(bool(result.adverse) for result in results),
        "exceptions": sum(result.outcome == "EXCEPTION" for result in results),
        "aborted_checks": sum(len(result.aborted) for result in results),
        "median_score": scores[len(scores) // 2] if scores else None,
        "median_seconds": seconds[len(seconds) // 2],
        "max_seconds": seconds[-1],
    }


def show(results: Sequence[Result], counts: Mapping[str, Mapping[str, object]]) -> None:
    """Print every image, then the counts."""
    columns = ("group", "file", "label", "read", "exact", "outcome", "score", "adverse findings", "s", "note")
    table = Table(*columns, title="Published images")
    for result in results:
        adverse = ", ".join((*result.adverse, *(f"ABORTED {check}" for check in result.aborted)))
        exact = "" if result.exact is None else _tick(result.exact)
        score = "" if result.score is None else f"{result.score:.3f}"
        cells = (
            result.group,
            result.file,
            result.label,
            _tick(result.read),
            exact,
            result.outcome,
            score,
            adverse,
        )
        table.add_row(*cells, f"{result.seconds:.1f}", result.note)
    console = Console(width=200)
    console.print(table)
    for name, count in counts.items():
        console.print(f"{name}: " + ", ".join(f"{key} {value}" for key, value in count.items()))


def _tick(is_so: bool) -> str:
    return "yes" if is_so else "no"


def main() -> None:
    """Examine all images, print the table and write the result file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, help="folder with mrz/ and idcards/")
    parser.add_argument("--json", type=Path, default=RESULTS / "examine-shared.json", help="the result file")
    parser.add_argument("--engine", help="MRZ engine; the best installed when not given")
    parser.add_argument(
        "--channel",
        type=Channel,
        default=Channel.UPLOAD,
        help="take all images for captures of this channel: what was fitted there then weighs them",
    )
    parser.add_argument("--calibration", type=Path, action="append", default=[], help="a fit to read beside")
    options = parser.parse_args()
    examiner = Examiner(engine=options.engine, calibration=options.calibration)
    results = [examine(examiner, item, options.channel) for item in items(options.data)]
    counts = summary(results)
    show(results, counts)
    document = {
        "question": "examine-shared",
        **provenance(),
        "engine": options.engine or "default",
        "channel": options.channel.value,
        "calibration": [file.name for file in options.calibration],
        "seed": None,
        "n": len(results),
        "summary": counts,
        "results": [asdict(result) for result in results],
    }
    options.json.parent.mkdir(parents=True, exist_ok=True)
    options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
