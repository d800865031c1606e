"""Measures what a feed of 2,000 alerts and a list of 100,000 numbers cost.

    python -m benchmarks.alerts.cost SET --work WORK -o benchmarks/results/alerts-cost.json

Alerts: 2,000, of which 200 are of the model examined and 50 of these have marks, cut at random places of the constant print with a ring drawn on
them. The feed is published, pulled, applied; flatbed pages of SET are examined whole with and without the alerts, in turn. CPU seconds.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import cv2
import numpy as np

from benchmarks.alerts.recognise import DAY, _keys
from benchmarks.provenance import provenance
from docforensics.alerting.applying import apply_alerts
from docforensics.alerting.feed import publish, pull
from docforensics.alerts.book import AlertBook
from docforensics.alerts.file import write_alert
from docforensics.alerts.model import Alert, AlertPlace, FraudSpecies, shape_of
from docforensics.alerts.numbers import ListForm, make_list
from docforensics.capture.light import Light
from docforensics.examiner import Examiner
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import REFERENCE_PX_PER_MM, Template, TemplateModel
from docforensics.templates.signing import TemplateKeys
from docforensics.templates.store import TemplateStore, save_template

ALERTS, OF_MODEL, WITH_MARKS = 2000, 200, 50
NUMBERS, OTHERS = 100_000, 1_000_000
_KEY = bytes(range(32))


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("set", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("-o", "--out", type=Path, required=True)
    arguments = parser.parse_args()
    work = arguments.work
    (work / "store").mkdir(parents=True, exist_ok=True)
    key, keys = _keys(work)
    template = TemplateStore.shipped().templates[0]
    save_template(template, work / "store" / template.id)
    files = [write_alert(alert, work / f"{alert.id}.dfalert", private_key=key) for alert in _alerts(template)]
    result: dict[str, Any] = {"command": "python -m benchmarks.alerts.cost", "provenance": provenance()}
    result["feed"] = _feed(files, work, key, keys)
    result["examination"] = _examination(arguments.set, work, arguments.pages)
    result["numbers"] = [
        _numbers(form, rate)
        for form, rate in ((ListForm.BLOOM, 1e-6), (ListForm.BLOOM, 1e-3), (ListForm.HMAC, 1e-6))
    ]
    arguments.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({name: part for name, part in result.items() if name != "provenance"}, indent=1))


def _alerts(template: Template) -> list[Alert]:
    rng = np.random.default_rng(28)
    draw = random.Random(28)
    alerts = []
    for number in range(ALERTS):
        model = template.model if number < OF_MODEL else None
        if model is None:
            model = TemplateModel(country="UTO", type="P", number=number % 9000, year=1990)
        parts: dict[str, Any] = {"places": (_place(template, rng, is_measured=number < WITH_MARKS),)}
        if number % 100 == 0:
            parts["numbers"] = (
                make_list([f"X{draw.randrange(10**8):08d}" for _ in range(200)], _KEY, issuer="UTO"),
            )
        alerts.append(
            Alert(
                id=str(UUID(int=draw.getrandbits(128), version=4)),
                title=f"Series {number}",
                issuer="Post A",
                issued_on=DAY,
                valid_from=DAY,
                valid_to=date(2027, 11, 28),
                model=model,
                species=FraudSpecies.COUNTERFEIT,
                **parts,
            )
        )
    return alerts


def _place(template: Template, rng: np.random.Generator, *, is_measured: bool) -> AlertPlace:
    """A ring at a place of constant print."""
    reference = template.references[Light.VISIBLE]
    while True:
        left, top = (int(rng.integers(3 * 8, side - 10 * 8)) / 8 for side in (1000, 704))
        box = BoxMm(left=left, top=top, right=left + 5, bottom=top + 5)
        rows, columns = box.grown(2.0).to_px(REFERENCE_PX_PER_MM).slices
        if reference.constant[rows, columns].mean() > 0.95:
            break
    genuine = reference.mean[rows, columns].copy()
    seen = genuine.copy()
    colour = tuple(int(value) for value in rng.integers(20, 140, 3))
    cv2.circle(seen, (36, 36), int(rng.integers(8, 16)), colour, 3, cv2.LINE_AA)
    if genuine.shape[:2] != shape_of(box):
        raise ValueError(f"expected {shape_of(box)}, got {genuine.shape}")
    return AlertPlace(
        name="ring", box=box, look_for="A ring.", genuine=genuine, seen=seen, is_measured=is_measured
    )


def _timed(call: Callable[[], Any]) -> tuple[Any, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = call()
    return found, time.perf_counter() - wall, time.process_time() - cpu


def _feed(files: list[Path], work: Path, key: Path, keys: TemplateKeys) -> dict[str, float]:
    address, later = str(work / "feed"), date(2027, 1, 1)
    _, _, published = _timed(lambda: publish(files, address, key, on=DAY, expires_on=later, keys=keys))
    pulled, wall, fetched = _timed(lambda: pull(address, work / "here", keys, on=DAY))
    _, _, again = _timed(lambda: pull(address, work / "here", keys, on=DAY))
    templates = TemplateStore.open(work / "store")
    _, apply_wall, applied = _timed(
        lambda: apply_alerts(pulled.files, work / "store", keys, on=DAY, templates=templates)
    )
    _, _, opened = _timed(lambda: AlertBook.open(work / "store" / "alerts"))
    return {
        "alerts": len(pulled.files),
        "bytes": sum(file.stat().st_size for file in files),
        "publish_cpu_s": round(published, 2),
        "pull_cpu_s": round(fetched, 2),
        "pull_wall_s": round(wall, 2),
        "pull_again_cpu_s": round(again, 2),
        "apply_cpu_s": round(applied, 2),
        "apply_wall_s": round(apply_wall, 2),
        "open_cpu_s": round(opened, 3),
    }


def _examination(folder: Path, work: Path, pages: int) -> dict[str, Any]:
    store = work / "store"
    without = Examiner(templates=store, alerts=AlertBook())
    with_alerts = Examiner(templates=store, number_keys=_number_key(work))
    files = sorted(folder.glob("genuine-*-flatbed.jpg"))[: pages + 1]
    rows = []
    for number, file in enumerate(files):
        order = (without, with_alerts) if number % 2 else (with_alerts, without)
        cpu = {}
        for examiner in order:
            report, _, cpu[examiner is with_alerts] = _timed(
                partial(examiner.examine, file, channel="scanner", inspected_on=DAY)
            )
            if examiner is with_alerts:
                named = len(report.verdict.alerts)
        rows.append({"without": cpu[False], "with": cpu[True], "named": named})
    warm = rows[1:]  # the first reads the alerts and prepares the marks
    shares = [row["with"] / row["without"] - 1 for row in warm]
    return {
        "pages": len(warm),
        "cpu_s_without": round(statistics.median(row["without"] for row in warm), 3),
        "cpu_s_with": round(statistics.median(row["with"] for row in warm), 3),
        "slower_by_median": round(statistics.median(shares), 4),
        "first_with_cpu_s": round(rows[0]["with"], 3),
        "genuine_pages_named": sum(row["named"] for row in rows),
    }


def _number_key(work: Path) -> Path:
    file = work / "numbers.key"
    file.write_bytes(_KEY)
    return file


def _numbers(form: ListForm, rate: float) -> dict[str, Any]:
    draw = random.Random(7)
    listed = [f"U{number:08d}" for number in draw.sample(range(10**8), NUMBERS)]
    made, _, making = _timed(lambda: make_list(listed, _KEY, form=form, rate=rate))
    _, wall, cpu = _timed(lambda: [made.holds(_KEY, number) for number in listed])
    false = sum(made.holds(_KEY, f"X{number:08d}") for number in range(OTHERS))
    other = bytes(range(1, 33))
    return {
        "form": form.value,
        "numbers": made.count,
        "bytes": len(made.data),
        "making_cpu_s": round(making, 2),
        "match_ms": round(1000 * cpu / NUMBERS, 5),
        "match_ms_wall": round(1000 * wall / NUMBERS, 5),
        "missed": sum(not made.holds(_KEY, number) for number in listed),
        "stated_rate": made.rate,
        "others": OTHERS,
        "false_positives": false,
        "listed_found_with_another_key": sum(made.holds(other, number) for number in listed),
        "bits_set": round(float(np.unpackbits(np.frombuffer(made.data, np.uint8)).mean()), 4),
        "without_salt": replace(made, salt=bytes(16).hex()).holds(_KEY, listed[0]),
    }


if __name__ == "__main__":
    main()
