"""Measures whether an alert that one post makes names the other documents of the series at another post, and no others.

    python -m benchmarks.alerts.series SET --genuine 300 --series 30
    python -m benchmarks.alerts.recognise SET --work WORK [--minutes M] -o benchmarks/results/alerts.json

Post A has the shipped template and makes an alert from the first flatbed document of each press, once of the place that an officer names and once
of what is proposed. Post B has a template of its own, learned from ten other documents, and applies them. Every other page is read once with B's
template. A page on which no template fits is named by no alert, and counts.
"""

import argparse
import json
import random
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.alerts.series import PRESSES
from benchmarks.provenance import provenance
from benchmarks.real.table import clopper_pearson
from docforensics.alerting.applying import apply_alerts, open_book
from docforensics.alerting.draft import MarkRequest
from docforensics.alerting.making import AlertFacts, alert_of_document
from docforensics.alerts.book import AlertBook
from docforensics.alerts.file import write_alert
from docforensics.alerts.matching import SHOWN, prepared, seen_places
from docforensics.alerts.model import Alert
from docforensics.document import Document
from docforensics.examiner import Examiner
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.learn import learn_template
from docforensics.templates.signing import TemplateKeys
from docforensics.templates.store import TemplateStore, save_template

DAY = date(2026, 11, 28)
NAMED = {
    "a": BoxMm(left=95.5, top=6.0, right=100.5, bottom=11.0),
    "b": BoxMm(left=69.0, top=13.0, right=77.0, bottom=17.5),
    "c": BoxMm(left=109.0, top=19.0, right=114.5, bottom=24.0),
}
"""Places that an officer of post A names, about the defect of each press."""
LOOK_FOR = {
    "a": "A purple ring, 3 mm across, drawn over the print.",
    "b": "A white scratch through the print, 6 mm long, down to the right.",
    "c": "The print is pale in a rectangle of 3 mm, as if a piece of film lay on the plate.",
}
"""What this officer writes there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An alert and how long it took."""

    press: str
    how: str
    alert: Alert
    seconds: float


def main() -> None:
    """Make, apply, read every page, write the result."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("-o", "--out", type=Path, required=True)
    parser.add_argument(
        "--minutes",
        type=float,
        default=1e9,
        help="stop reading after these; the result states how many were left",
    )
    arguments = parser.parse_args()
    rows = json.loads((arguments.set / "series.json").read_text(encoding="utf-8"))
    arguments.work.mkdir(parents=True, exist_ok=True)
    key, keys = _keys(arguments.work)
    made = list(_made(arguments.set, rows))
    files = [
        write_alert(one.alert, arguments.work / f"{one.alert.id}.dfalert", private_key=key) for one in made
    ]
    store = _store(arguments.set, rows, arguments.work / "post-b")
    begin = time.perf_counter()
    apply_alerts(files, store, keys, on=DAY, templates=TemplateStore.open(store))
    applied = time.perf_counter() - begin
    book = open_book(store)
    used = {row["file"] for row in rows if row["is_learned_from"]} | {
        _source(rows, one.press) for one in made
    }
    examiner = Examiner(templates=store)
    left = [row for row in rows if row["file"] not in used]
    random.Random(28).shuffle(left)  # what is stopped early has pages of every kind
    seen = []
    begin = time.perf_counter()
    for row in left:
        if time.perf_counter() - begin > 60 * arguments.minutes:
            break
        channel = "photo" if row["channel"] == "photo" else "scanner"
        document = examiner.read(arguments.set / row["file"], channel=channel, inspected_on=DAY)
        seen.append({**row, **_seen(document, book, made)})
    counts = list(_counts(seen, made))
    result = {
        "command": "python -m benchmarks.alerts.recognise",
        "provenance": provenance(),
        "alerts": [
            {"press": one.press, "how": one.how, "seconds_to_make": round(one.seconds, 2)} for one in made
        ],
        "seconds_to_apply": round(applied, 2),
        "conflicts": [one.reason for one in book.conflicts],
        "pages_left_unread": len(left) - len(seen),
        "counts": counts,
        "pages": seen,
    }
    arguments.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    for count in counts:
        print(count)


def _made(folder: Path, rows: list[dict[str, Any]]) -> Iterator[Made]:
    examiner = Examiner()
    examiner.warm_up()
    facts = AlertFacts(
        title="Series of one press",
        issuer="Post A",
        issued_on=DAY,
        valid_from=DAY,
        valid_to=date(2027, 11, 28),
    )
    for press in PRESSES:
        for how in ("named", "proposed"):
            marks = (
                [MarkRequest(box=NAMED[press.name], look_for=LOOK_FOR[press.name])] if how == "named" else []
            )
            begin = time.perf_counter()
            document = examiner.read(folder / _source(rows, press.name), channel="scanner", inspected_on=DAY)
            alert = alert_of_document(document, examiner.report(document), facts, marks=marks)
            yield Made(press=press.name, how=how, alert=alert, seconds=time.perf_counter() - begin)


def _source(rows: list[dict[str, Any]], press: str) -> str:
    """The document that the alert of a press is made of."""
    number = [one.name for one in PRESSES].index(press)
    return str(next(row["file"] for row in rows if row["press"] == number and row["channel"] == "flatbed"))


def _store(folder: Path, rows: list[dict[str, Any]], store: Path) -> Path:
    if not store.is_dir():
        sources = [folder / row["file"] for row in rows if row["is_learned_from"]]
        save_template(learn_template(sources, model=("UTO", "P", 2, 2023)), store / "UTO-P-2-2023")
    return store


def _keys(work: Path) -> tuple[Path, TemplateKeys]:
    key, public = work / "a.key", work / "keys"
    public.mkdir(exist_ok=True)
    if not key.exists():
        subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", key], check=True)
        subprocess.run(["openssl", "pkey", "-in", key, "-pubout", "-out", public / "a.pem"], check=True)
    return key, TemplateKeys.load(public)


def _seen(document: Document, book: AlertBook, made: list[Made]) -> dict[str, Any]:
    """How near the page is to each alert, and which it shows; None where its place was not looked for."""
    match = document.sides[0].match
    nearness: dict[str, float | None] = {}
    for one in made:
        name = f"{one.press}-{one.how}"
        nearness[name] = None
        if match is None:
            continue
        laid = prepared(book, one.alert, match.template)
        seen = tuple(
            place
            for light, page in match.pages.items()
            for place in seen_places(
                page, tuple(item for item in laid if item.place.light is light), match.blind.get(light)
            )
        )
        if seen:
            mean = sum(place.nearness for place in seen) / len(seen)
            nearness[name] = round(mean, 3)
    return {"fits": match is not None, "nearness": nearness}


def _counts(pages: list[dict[str, Any]], made: list[Made]) -> Iterator[dict[str, Any]]:
    """By alert and kind of page: how many it names, with Clopper-Pearson intervals of 95 %."""
    presses = [one.name for one in PRESSES]
    for one in made:
        name = f"{one.press}-{one.how}"
        of_press = [
            page for page in pages if page["press"] is not None and presses[page["press"]] == one.press
        ]
        groups = {
            "its press": of_press,
            **{
                f"its press, {channel}": [page for page in of_press if page["channel"] == channel]
                for channel in ("border-reader", "flatbed", "photo")
            },
            "other presses": [page for page in pages if page["press"] is not None and page not in of_press],
            "genuine": [page for page in pages if page["press"] is None],
        }
        for group, members in groups.items():
            named = sum(
                page["nearness"][name] is not None and page["nearness"][name] >= SHOWN for page in members
            )
            looked = sum(page["nearness"][name] is not None for page in members)
            interval = clopper_pearson(named, len(members))
            yield {
                "alert": name,
                "pages": group,
                "n": len(members),
                "looked for": looked,
                "named": named,
                "interval": interval,
            }


if __name__ == "__main__":
    main()
