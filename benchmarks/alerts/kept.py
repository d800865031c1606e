"""Measures what a search of kept results finds of an alert that came later: numbers without pictures, and marks after the pictures of these alone.

    python -m benchmarks.alerts.kept SET --work WORK -o benchmarks/results/alerts-kept.json [--pages 24]

SET as `benchmarks.alerts.series` draws it. Pages of one press, of another and genuine ones, a third each, are scanned with `--retain-numbers`; then
an alert is made of another page of that press, with a list of every fourth number of the scan among 100,000 others. The commands are those of the
program. What the scan of `to-scan.csv` names is what an examination would have named had the alert been there.
"""

import argparse
import csv
import json
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks.alerts.recognise import DAY, LOOK_FOR, NAMED, _keys
from benchmarks.alerts.series import PRESSES
from benchmarks.provenance import provenance
from docforensics.batch.link.alerted import TO_SCAN
from docforensics.cli.program import main as docforensics
from docforensics.mrz.parse import parse_reading
from docforensics.mrz.read import read_mrz
from docforensics.resources import models_folder

PRESS, OTHER = 0, 1
"""Places in `PRESSES`: the alert is about the first; the other has another defect."""
NUMBERS = 100_000
"""In the list."""
_KEY = bytes(range(32))


def main() -> None:
    """Scan, make the alert, search, scan again, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=24)
    parser.add_argument("-o", "--out", type=Path, required=True)
    arguments = parser.parse_args()
    work = arguments.work
    work.mkdir(parents=True, exist_ok=True)
    key, _ = _keys(work)
    rows = json.loads((arguments.set / "series.json").read_text(encoding="utf-8"))
    source, pages = _chosen(rows, arguments.pages)
    manifest = _manifest(arguments.set, pages, work / "pages.csv")
    listed = _numbers(arguments.set, pages, work / "numbers.txt")
    (work / "post.key").write_bytes(_KEY)
    shutil.copytree(models_folder() / "templates", work / "store", dirs_exist_ok=True)
    day = f"--inspected-on {DAY}"
    keyed = f"--keys {work / 'keys'} --number-keys {work / 'post.key'}"
    _run(
        f"scan {manifest} -o {work / 'kept'} --allow-outside --retain-numbers --link-key {work / 'link.key'} --workers 1 {day}"
    )
    box = NAMED[PRESSES[PRESS].name]
    _run(
        f"alert make {arguments.set / source['file']} --channel scanner --title Series --issuer A --mark {box.left},{box.top},{box.right},{box.bottom} "
        f"--numbers {work / 'numbers.txt'} --number-key {work / 'post.key'} --number-issuer UTO --sign {key} -o {work / 'series.dfalert'} --yes {day}",
        "--look-for",
        LOOK_FOR[PRESSES[PRESS].name],
    )
    begin = time.process_time()
    _run(
        f"link {work / 'kept'} --alert {work / 'series.dfalert'} --link-key {work / 'link.key'} {keyed} {day}"
    )
    seconds = time.process_time() - begin
    _run(f"alert apply {work / 'store'} {work / 'series.dfalert'} --keys {work / 'keys'}")
    _run(
        f"scan {work / 'kept' / TO_SCAN} -o {work / 'again'} --allow-outside --templates {work / 'store'} --number-keys {work / 'post.key'} --workers 1 {day}"
    )
    result = {
        "command": "python -m benchmarks.alerts.kept",
        "provenance": provenance(),
        **_counts(work, pages, listed),
        "search_cpu_s": round(seconds, 2),
    }
    arguments.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({name: part for name, part in result.items() if name != "provenance"}, indent=1))


def _chosen(rows: list[dict[str, Any]], most: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The flatbed page that the alert is made of, and the pages that are scanned."""
    of = {
        kind: [row for row in rows if row["press"] == kind and not row["is_learned_from"]]
        for kind in (PRESS, OTHER, None)
    }
    source = next(row for row in of[PRESS] if row["channel"] == "flatbed")
    of[PRESS].remove(source)
    return source, [row for kind in of.values() for row in kind[: most // 3]]


def _manifest(folder: Path, pages: list[dict[str, Any]], out: Path) -> Path:
    with out.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(("id", "visible", "channel"))
        for row in pages:
            channel = "photo" if row["channel"] == "photo" else "scanner"
            writer.writerow((row["file"], (folder / row["file"]).absolute(), channel))
    return out


def _numbers(folder: Path, pages: list[dict[str, Any]], out: Path) -> set[str]:
    """List the number of every fourth page among others; give the files of these pages."""
    draw, listed = random.Random(28), pages[::4]
    numbers = [f"X{number:08d}" for number in draw.sample(range(10**8), NUMBERS - len(listed))]
    for row in listed:
        reading = read_mrz(folder / row["file"])
        zone = None if reading is None else parse_reading(reading)
        if zone is None:
            raise ValueError(f"{row['file']}: no zone was read")
        numbers.append(zone.document_number)
    out.write_text("\n".join(sorted(numbers)) + "\n", encoding="utf-8")
    return {row["file"] for row in listed}


def _run(words: str, *more: str) -> None:
    code = docforensics([*words.split(), *more])
    if code:
        raise SystemExit(f"docforensics {words}: exit code {code}")


def _counts(work: Path, pages: list[dict[str, Any]], listed: set[str]) -> dict[str, Any]:
    kept = work / "kept"
    with (kept / "alerted" / "matches.csv").open(encoding="utf-8") as stream:
        matched = {row["name"] for row in csv.DictReader(stream)}
    with (kept / TO_SCAN).open(encoding="utf-8") as stream:
        needed = {row["id"] for row in csv.DictReader(stream)}
    shown = set(_failed(work / "again", "security.known_counterfeit"))
    series = {row["file"] for row in pages if row["press"] == PRESS}
    return {
        "pages": len(pages),
        "numbers_listed": NUMBERS,
        "pages_listed": len(listed),
        "matched_of_listed": len(matched & listed),
        "matched_of_others": len(matched - listed),
        "matched_as_an_examination_does": matched == set(_failed(work / "again", "data.alerted_number")),
        "pictures_needed": len(needed),
        "series": len(series),
        "shown_of_series": len(shown & series),
        "shown_of_others": len(shown - series),
    }


def _failed(results: Path, check: str) -> Iterator[str]:
    for file in results.glob("findings/*.parquet"):
        for row in pq.read_table(file, columns=["name", "check", "result"]).to_pylist():
            if row["check"] == check and row["result"] == "failed":
                yield row["name"]


if __name__ == "__main__":
    main()
