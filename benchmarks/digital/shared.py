"""What the checks of digital traces and of the portrait say of published cards and prints; reported, and never used to decide.

    python -m benchmarks.digital.shared ../shared/data --values shared.jsonl -o benchmarks/results/digital-shared.json

Cards: genuine and forged alike are decoded and encoded again at quality 75, 85 and 95 and without loss, because the classes were
published at different qualities; the same mask is laid on the genuine picture of the same card and device. Intervals resample captures
(a card on a device) with all their forgeries: there are four, of two cards. Prints of `mrz` and `spectral` are examined as they are:
every adverse finding there is a false alarm. Reading goes on where it was stopped.
"""

import argparse
import csv
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from PIL import Image as PillowImage

from benchmarks.digital.maps import BASELINES, MAPS, baseline, on_page, shape_of
from benchmarks.digital.measure import CHECKS, ID, INSPECTED_ON, lines, outcomes, under
from benchmarks.digital.table import aucs, cell, written
from benchmarks.provenance import RESULTS, provenance
from benchmarks.security.table import interval
from docforensics.bench.normalise import encode
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.checks.evaluatory import grid_shift
from docforensics.checks.outcome import Abstained
from docforensics.checks.support.native_image import native_sides
from docforensics.examiner import Examiner
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.verbal import NO_SUPPORT_BELOW

QUALITIES = (75, 85, 95, None)
"""None is lossless."""
Line = dict[str, Any]


def main() -> None:
    """Read what is left, then print and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--values", type=Path, required=True)
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("-o", "--out", type=Path, default=RESULTS / "digital-shared.json")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    if left := read(options.data, options.values, seconds=options.seconds):
        print(f"{left} pictures are left: run again")
        return
    result = {**provenance(), **table(list(lines([options.values])))}
    options.out.write_text(written(result), encoding="utf-8")
    options.out.with_suffix(".md").write_text(markdown(result), encoding="utf-8")
    print(markdown(result))


def read(data: Path, values: Path, *, seconds: float) -> int:
    """Append a line for each picture and quality that has none yet; gives how many are left."""
    known = {line["key"] for line in lines([values])} if values.is_file() else set()
    waiting = [item for item in (*_cards(data), *_prints(data)) if item["key"] not in known]
    examiner, begun = Examiner(), time.monotonic()
    with values.open("a", encoding="utf-8") as file:
        while waiting and time.monotonic() - begun < seconds:
            item = waiting.pop(0)
            file.write(json.dumps({**item, **_examined(examiner, data, item)}) + "\n")
            file.flush()
    return len(waiting)


def _cards(data: Path) -> Iterator[Line]:
    with (data / "idcards" / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    genuine = {(row["card"], row["device"]): row["file"] for row in rows if row["label"] == "genuine"}
    for row in rows:
        pair = row["file"] if row["label"] == "genuine" else genuine[row["card"], row["device"]]
        masks = [
            other["mask"]
            for other in rows
            if other["mask"] and (other["card"], other["device"]) == (row["card"], row["device"])
        ]
        for quality in QUALITIES:
            yield {
                "key": f"{row['file']}@{quality}",
                "kind": "card",
                "file": f"idcards/{row['file']}",
                "label": row["label"],
                "forgery": row["forgery"],
                "quality": quality,
                "masks": [row["mask"]] if row["mask"] else masks,
                "genuine": pair,
            }


def _prints(data: Path) -> Iterator[Line]:
    visible = data / "spectral" / "de-specimen__visible.bmp"
    for path in (*sorted((data / "mrz").iterdir()), visible):
        if path.suffix in (".jpg", ".png", ".bmp"):
            yield {
                "key": path.name,
                "kind": "print",
                "file": f"{path.parent.name}/{path.name}",
                "label": "genuine",
                "masks": [],
            }


def _examined(examiner: Examiner, data: Path, item: Line) -> Line:
    source: Path | bytes = data / item["file"]
    if item["kind"] == "card":
        pixels = np.asarray(PillowImage.open(data / item["file"]).convert("RGB"))
        source = encode(pixels, item["quality"]) if item["quality"] else _lossless(pixels)
    document = examiner.read(Capture.load(visible=source, channel="upload"), inspected_on=INSPECTED_ON)
    values, _ = outcomes(document)
    # That check is asked about every file, at any resolution.
    sides = native_sides(document, grid_shift.SPEC)
    assert not isinstance(sides, Abstained)  # noqa: S101 (it was uploaded just now)
    (side,) = sides
    maps = (
        {name: made for name, make in MAPS.items() if (made := make(side)) is not None}
        if item["masks"]
        else {}
    )
    if item["masks"]:
        beside = {name: baseline(side, name) for name in BASELINES}
        maps |= {name: made for name, (made, _) in beside.items() if made is not None}
        values |= {name: score for name, (_, score) in beside.items()}
    height, width = shape_of(side)
    pixel: dict[str, dict[str, float]] = {}
    for mask in item["masks"]:
        drawn = cv2.imread(str(data / "idcards" / mask), cv2.IMREAD_GRAYSCALE)
        small = cv2.resize(np.asarray(drawn), (width, height), interpolation=cv2.INTER_AREA) > 127
        found = {name: under(made, small, on_page(side)) for name, made in maps.items()}
        pixel[mask] = {name: value for name, value in found.items() if value is not None}
    return {"values": values, "pixel": pixel}


def _lossless(pixels: Pixels) -> bytes:
    """A PNG."""
    done, data = cv2.imencode(".png", cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
    if not done:
        raise ValueError("the picture could not be saved as PNG")
    return data.tobytes()


def table(lines: list[Line]) -> Line:
    """Pixel AUC of attack and same-mask control by quality, and every finding that the shipped rows make adverse."""
    lines = [{**line, "adverse": _adverse(line["values"])} for line in lines]
    cards = [line for line in lines if line["kind"] == "card"]
    genuine = [line for line in lines if line["label"] == "genuine"]
    forged = [line for line in cards if line["label"] == "forged"]
    return {
        "cards": {str(quality): _aucs(cards, quality) for quality in QUALITIES},
        "forged_adverse": [sum(bool(line["adverse"]) for line in forged), len(forged)],
        "false_alarms": _false_alarms(genuine),
        "adverse": {
            line["key"]: {name: round(line["values"][name], 2) for name in line["adverse"]}
            for line in lines
            if line["adverse"]
        },
        "values": {line["key"]: line["values"] for line in lines},
    }


def _adverse(values: dict[str, float | None]) -> list[str]:
    rows = load_calibration()
    return [
        name
        for name, value in values.items()
        if value is not None and name in ID and rows.row(ID[name]).log10_lr(value) >= NO_SUPPORT_BELOW
    ]


def _false_alarms(genuine: list[Line]) -> Line:
    """Pictures (a card counts once, whatever its qualities) on which a check is adverse, by check, and where it spoke at all."""
    pictures = {line["file"] for line in genuine}

    def counted(seen: set[str]) -> list[float]:
        return [len(seen), *interval(len(seen), len(pictures))]

    return {
        "pictures": len(pictures),
        "any": counted({line["file"] for line in genuine if line["adverse"]}),
        "by": {
            check.id: {
                "spoke": len({line["file"] for line in genuine if line["values"][check.slug] is not None}),
                "adverse": counted({line["file"] for line in genuine if check.slug in line["adverse"]}),
            }
            for check in CHECKS
        },
    }


def _aucs(cards: list[Line], quality: int | None) -> dict[str, Any]:
    """Page and pixel AUC of the forged cards at one quality, beside the same masks on the genuine ones."""
    shown = {line["key"]: line for line in cards if line["quality"] == quality}
    pairs = [
        {
            "holder": line["genuine"],
            "forged": {"values": line["values"], "pixel": line["pixel"][mask]},
            "genuine": {"values": twin["values"], "pixel": twin["pixel"].get(mask, {})},
        }
        for line in shown.values()
        if line["label"] == "forged" and (twin := shown[f"{line['genuine']}@{quality}"])
        for mask in line["masks"]
    ]
    spoke = {name for pair in pairs for name, value in pair["forged"]["values"].items() if value is not None}
    return {name: {"n": len(pairs), **aucs(pairs, name)} for name in (*ID, *BASELINES) if name in spoke}


def markdown(result: Line) -> str:
    """The tables for people."""
    alarms = result["false_alarms"]
    rows = [
        "| quality | check or map | page AUC | pixel AUC | same mask, genuine | gain |",
        "|---|---|---|---|---|---|",
    ]
    for quality, by in result["cards"].items():
        for name, one in by.items():
            cells = [cell(one[key]) for key in ("page", "pixel", "pixel_control", "pixel_gain")]
            rows.append(f"| {'PNG' if quality == 'None' else quality} | {name} | {' | '.join(cells)} |")
    rows += [
        "",
        f"| check | genuine pictures on which it spoke, of {alarms['pictures']} | adverse |",
        "|---|---|---|",
    ]
    for name, one in alarms["by"].items():
        hits, low, high = one["adverse"]
        rows.append(f"| {name} | {one['spoke']} | {hits} ({low:.0%} to {high:.0%}) |")
    hits, low, high = alarms["any"]
    rows += [f"| any | | {hits} ({low:.0%} to {high:.0%}) |", "", f"Adverse: {result['adverse']}", ""]
    return "\n".join(rows)


if __name__ == "__main__":
    main()
