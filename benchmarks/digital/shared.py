"""What the checks of digital traces say of published cards and prints; reported, and never used to decide anything.

    python -m benchmarks.digital.shared ../shared/data --values shared.jsonl -o benchmarks/results/digital-shared.json

Cards: genuine and forged alike are decoded and encoded again at quality 75, 85 and 95 and without loss, because the classes were
published at different qualities; the same mask is laid on the genuine picture of the same card and device. Prints of `mrz` are
examined as they are: every adverse finding there is a false alarm. Reading goes on where it was stopped.
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
from benchmarks.digital.measure import ID, INSPECTED_ON, lines, outcomes, under
from benchmarks.provenance import RESULTS, provenance
from benchmarks.security.detect import interval
from docforensics.bench.normalise import encode
from docforensics.capture.model import Capture, Pixels
from docforensics.checks.digital._native import native_sides
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
    options.out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    print(json.dumps({key: result[key] for key in ("cards", "false_alarms", "adverse")}, indent=1))


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
    for path in sorted((data / "mrz").iterdir()):
        if path.suffix in (".jpg", ".png"):
            yield {
                "key": path.name,
                "kind": "print",
                "file": f"mrz/{path.name}",
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
    (side,) = tuple(native_sides(document))
    maps = (
        {name: made for name, make in MAPS.items() if (made := make(side)) is not None}
        if item["masks"]
        else {}
    )
    if item["masks"]:
        maps |= {name: made for name in BASELINES if (made := baseline(side, name)[0]) is not None}
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
    flagged = [line for line in genuine if line["adverse"]]
    forged = [line for line in cards if line["label"] == "forged"]
    return {
        "cards": {str(quality): _pixels(cards, quality) for quality in QUALITIES},
        "forged_adverse": [sum(bool(line["adverse"]) for line in forged), len(forged)],
        "false_alarms": {
            "pictures": len(genuine),
            "flagged": len(flagged),
            "interval": interval(len(flagged), len(genuine)),
            "note": "the genuine cards count four times, once a quality",
        },
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
        if value is not None and rows.row(ID[name]).log10_lr(value) >= NO_SUPPORT_BELOW
    ]


def _pixels(cards: list[Line], quality: int | None) -> dict[str, dict[str, float | int]]:
    """Mean pixel AUC of each map over the forged cards at one quality, beside the same masks on the genuine ones."""
    shown = {line["key"]: line for line in cards if line["quality"] == quality}
    result: dict[str, dict[str, float | int]] = {}
    for name in (*MAPS, *BASELINES):
        pairs = [
            (line["pixel"][mask][name], twin["pixel"][mask][name])
            for line in shown.values()
            if line["label"] == "forged"
            for mask in line["masks"]
            if name in line["pixel"][mask]
            and name in (twin := shown[f"{line['genuine']}@{quality}"])["pixel"].get(mask, {})
        ]
        if pairs:
            attack, control = np.mean(pairs, axis=0)
            result[name] = {
                "n": len(pairs),
                "attack": round(float(attack), 3),
                "control": round(float(control), 3),
            }
    return result


if __name__ == "__main__":
    main()
