"""How often each species is detected at a false-alarm rate that genuine documents of other holders set.

    python -m benchmarks.security.detect read TEMPLATE FOLDER... --out values.jsonl     one line a document, resumed
    python -m benchmarks.security.detect table values.jsonl -o benchmarks/results/security-detect.json

Documents are those of `benchmarks.security.make`. Each is registered to the template and looked at by the checks of the
families `security` and `portrait`, without its machine readable zone being read. The score is what these rows add up to; the threshold is the
score that 2 % of the genuine calibration documents exceed.
"""

import argparse
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np

from benchmarks.provenance import provenance
from benchmarks.security.make import listed
from docforensics.capture.model import Capture, Channel, Light
from docforensics.checks.outcome import Measured, Outcome
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.checks.spec import Check
from docforensics.document import Document, Side
from docforensics.page.band import find_mrz_bands
from docforensics.page.find import find_page
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.combine import combine
from docforensics.scoring.policy import Policy
from docforensics.scoring.verbal import NO_SUPPORT_BELOW
from docforensics.scoring.weigh import weigh
from docforensics.templates.model import Template
from docforensics.templates.register import register
from docforensics.templates.store import load_template
from docforensics.viz.model import VizReading

LIGHTS = {"white": Light.VISIBLE, "uv": Light.UV, "ir": Light.IR}
CHANNELS = {"border-reader": Channel.SCANNER, "flatbed": Channel.SCANNER, "photo": Channel.PHOTO}
FAMILIES = ("security", "portrait")
INSPECTED_ON = date(2026, 11, 24)
FALSE_ALARMS = 0.02
_CHECKS = tuple(check for check in discover_checks(()) if check.family in FAMILIES)


def main() -> None:
    """Read documents or make the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    reads = commands.add_parser("read")
    reads.add_argument("template", type=Path)
    reads.add_argument("folders", nargs="+", type=Path)
    reads.add_argument("--out", type=Path, required=True)
    reads.add_argument("--most", type=int, default=1_000_000, help="documents to read in this call")
    reads.add_argument("--white", action="store_true", help="look at white light alone")
    tables = commands.add_parser("table")
    tables.add_argument("values", nargs="+", type=Path)
    tables.add_argument("--families", nargs="+", default=list(FAMILIES), choices=FAMILIES)
    tables.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    cv2.setNumThreads(1)
    if options.command == "read":
        read(
            load_template(options.template),
            options.folders,
            options.out,
            most=options.most,
            white=options.white,
        )
    else:
        lines = {line["document"]: line for line in _lines(options.values)}
        for line in lines.values():
            line["scores"] = {name: line["scores"][name] for name in options.families}  # type: ignore[index]
        result = {**provenance(), "families": options.families, **table(lines.values())}
        options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
        print(markdown(result))


def read(template: Template, folders: Iterable[Path], out: Path, *, most: int, white: bool) -> None:
    """Append a line for each document that has none yet."""
    known = {line["document"] for line in _lines([out])} if out.is_file() else set()
    with out.open("a", encoding="utf-8") as file:
        for folder in folders:
            for document, group in groupby(listed(folder), key=lambda row: row["document"]):
                rows = list(group)
                if document in known or most <= 0:
                    continue
                most -= 1
                file.write(json.dumps(_line(template, folder, rows, white=white)) + "\n")
                file.flush()


def _line(template: Template, folder: Path, rows: list[dict[str, str]], *, white: bool) -> dict[str, object]:
    first = rows[0]
    shown = [row for row in rows if row["side"] == first["side"] and (row["light"] == "white" or not white)]
    begun = time.process_time()
    images = {str(LIGHTS[row["light"]]): folder / row["file"] for row in shown}
    capture = Capture.load(**images, channel=CHANNELS.get(first["channel"], Channel.UPLOAD))  # type: ignore[arg-type]
    document = registered(capture, template)
    found, seconds = looked_at(document)
    told = {
        key: first[key] for key in ("document", "channel", "split", "holder", "species", "severity", "design")
    }
    scored = {f"{family}": score(found, family) for family in FAMILIES}
    return {
        **told,
        "fits": document.sides[0].match is not None,
        "values": {name: outcome.value for name, outcome in found.items() if isinstance(outcome, Measured)},
        "scores": scored,
        "seconds": {**seconds, "all": time.process_time() - begun},
    }


def registered(capture: Capture, template: Template) -> Document:
    """Lay a capture on the template, as the examiner does, without reading it."""
    page = find_page(capture, find_mrz_bands(capture.primary.pixels))
    found = register(capture, page, template)
    side = Side(
        capture=capture,
        page=page if found is None else found.page,
        mrz_reading=None,
        viz=VizReading(),
        match=None if found is None else found.match,
    )
    return Document(sides=(side,), mrz=None, mrz_side=None, inspected_on=INSPECTED_ON)


def looked_at(document: Document) -> tuple[dict[str, Outcome], dict[str, float]]:
    """Outcomes and CPU seconds by check."""
    found, seconds = {}, {}
    for check in _CHECKS:
        begun = time.process_time()
        found[check.id] = run_check(check, document)
        seconds[check.id] = time.process_time() - begun
    return found, seconds


def score(found: dict[str, Outcome], family: str = "") -> float:
    """Sum of the expert rows, log10, of one family or all."""
    checks: tuple[Check, ...] = tuple(check for check in _CHECKS if family in ("", check.family))
    evidence = weigh(checks, [found[check.id] for check in checks], load_calibration(), Policy())
    return combine(evidence).total


def table(lines: Iterable[dict[str, object]]) -> dict[str, object]:
    """Detection by channel and species at the threshold of the genuine calibration documents, with intervals."""
    by_channel: dict[str, list[dict[str, object]]] = defaultdict(list)
    for line in lines:
        by_channel[str(line["channel"])].append(line)
    return {"channels": {channel: _channel(group) for channel, group in sorted(by_channel.items())}}


def _channel(lines: list[dict[str, object]]) -> dict[str, object]:
    known = [_total(line) for line in lines if line["split"] == "calibration" and not line["species"]]
    limit = float(np.quantile(known, 1 - FALSE_ALARMS, method="higher")) if known else NO_SUPPORT_BELOW
    tested = [line for line in lines if line["split"] == "test"]
    species: dict[str, object] = {}
    for name in sorted({str(line["species"]) for line in tested}):
        group = [line for line in tested if line["species"] == name]
        hits = sum(_total(line) > limit for line in group)
        adverse = sum(_total(line) > REFERS for line in group)
        species[name or "genuine"] = {
            "n": len(group),
            "above": hits,
            "interval": interval(hits, len(group)),
            "referred": adverse,
            "by": _who(group),
        }
    flagged = sum(value > REFERS for value in known)
    seconds: dict[str, list[float]] = defaultdict(list)
    for line in lines:
        for check, used in line["seconds"].items():  # type: ignore[attr-defined]
            seconds[check].append(used)
    return {
        "genuine_calibration": len(known),
        "limit": limit,
        "genuine_calibration_referred": flagged,
        "species": species,
        "cpu_ms": {check: round(1000 * float(np.median(used)), 1) for check, used in sorted(seconds.items())},
    }


REFERS = 0.53
"""log10 LR at which the shipped policy refers at its prior, when nothing else was looked at."""


def _who(group: list[dict[str, object]]) -> dict[str, int]:
    """How many documents each check calls adverse."""
    calibration = load_calibration()
    counts: dict[str, int] = defaultdict(int)
    for line in group:
        for check, value in line["values"].items():  # type: ignore[attr-defined]
            counts[check] += calibration.row(check).log10_lr(value) >= NO_SUPPORT_BELOW
    return {check: count for check, count in sorted(counts.items(), key=lambda item: -item[1]) if count}


def _total(line: dict[str, object]) -> float:
    return float(sum(line["scores"].values()))  # type: ignore[attr-defined]


def interval(hits: int, n: int) -> tuple[float, float]:
    """Clopper and Pearson's 95 % interval of a share, by bisection of the binomial tail."""
    low = 0.0 if hits == 0 else _root(lambda p: _tail(hits, n, p) - 0.025)
    high = 1.0 if hits == n else _root(lambda p: _tail(hits + 1, n, p) - 0.975)
    return round(low, 3), round(high, 3)


def _tail(hits: int, n: int, p: float) -> float:
    """Probability of at least `hits` of `n`."""
    counts = np.arange(hits, n + 1)
    logs = np.array([_log_choose(n, int(k)) for k in counts])
    return float(np.exp(logs + counts * np.log(p) + (n - counts) * np.log1p(-p)).sum())


def _log_choose(n: int, k: int) -> float:
    return float(np.log(np.arange(n - k + 1, n + 1)).sum() - np.log(np.arange(1, k + 1)).sum())


def _root(rising: Callable[[float], float]) -> float:
    low, high = 1e-9, 1 - 1e-9
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if rising(middle) > 0 else (middle, high)
    return (low + high) / 2


def _lines(files: Iterable[Path]) -> Iterator[dict[str, object]]:
    for path in files:
        yield from (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())


def markdown(result: dict[str, object]) -> str:
    """The table for people."""
    rows = [
        "| channel | species | n | detected | 95 % | referred | adverse checks |",
        "|---|---|---|---|---|---|---|",
    ]
    for channel, told in result["channels"].items():  # type: ignore[attr-defined]
        for name, one in told["species"].items():
            low, high = one["interval"]
            who = ", ".join(f"{check.partition('.')[2]} {count}" for check, count in one["by"].items())
            rows.append(
                f"| {channel} | {name} | {one['n']} | {one['above']} | {low:.0%} to {high:.0%} | {one['referred']} | {who} |"
            )
    return "\n".join(rows)


if __name__ == "__main__":
    main()
