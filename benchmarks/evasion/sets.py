"""Draws the sets of this benchmark: `python -m benchmarks.evasion.sets OUT`, about 680 documents of seed 4700.

Four series on four channels, each in a folder SPLIT/DESIGN-CHANNEL as `benchmarks.score.draw` writes it: every forged document with
the genuine one of the same holder. Border readers of the calibration half also show the ten holders of the templates. Species
are taken in turn, begun at another one in every folder, so that all are there together. A drawing that is stopped goes on.
"""

import argparse
from pathlib import Path

import cv2

from benchmarks.score.draw import draw, planned
from benchmarks.security.make import holders_of
from sample_docs.generator.memory import keep_freed_memory
from sample_docs.generator.people import holder

SEED = 4700
DESIGNS = ("td3-2", "td3-1", "td2", "td1")
UPLOADS = ("flatbed", "photo", "messenger")
READER = "border-reader"
OF_TEMPLATE = 10
"""Holders of the calibration half that templates are learned from."""
COUNTED = 8
"""Further genuine documents of the calibration half on each upload channel, on which templates count false alarms: with six alone a finding weighs
seven at most (0.85), and what is favourable leaves it below REFER."""


def folders() -> dict[Path, argparse.Namespace]:
    """Say what each folder holds, in the order of drawing: first what templates are learned from."""
    found = {}
    for number, design in enumerate(DESIGNS):
        count = 17 if design == "td3-2" else 6
        found[Path("calibration", f"{design}-{READER}")] = _wanted(
            design, READER, calibration=count, template=OF_TEMPLATE, turn=5 * number
        )
    uploads = ((channel, design) for channel in UPLOADS for design in DESIGNS)
    for number, (channel, design) in enumerate(uploads):
        found[Path("calibration", f"{design}-{channel}")] = _wanted(
            design, channel, calibration=6, counted=COUNTED, skip=OF_TEMPLATE, turn=7 * number
        )
    tested = ((design, channel) for design in DESIGNS for channel in (READER, *UPLOADS))
    for number, (design, channel) in enumerate(tested):
        count = 10 if design != "td3-2" else 34 if channel == READER else 27
        found[Path("test", f"{design}-{channel}")] = _wanted(design, channel, test=count, turn=7 * number)
    return found


def _wanted(
    design: str,
    channel: str,
    *,
    calibration: int = 0,
    counted: int = 0,
    test: int = 0,
    template: int = 0,
    skip: int = 0,
    turn: int = 0,
) -> argparse.Namespace:
    """Put the options of `benchmarks.score.draw` together."""
    return argparse.Namespace(
        design=design,
        channel=channel,
        seed=SEED,
        severity="ordinary",
        genuine=(calibration + counted, test),
        forged=(calibration, test),
        template=template,
        skip=skip,
        turn=turn,
    )


def main() -> None:
    """Draw folder after folder until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--seconds", type=float, default=3600, help="for each folder")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    keep_freed_memory()
    for name, wanted in folders().items():
        folder = options.out / name
        folder.mkdir(parents=True, exist_ok=True)
        apart = [holder(who).key for who in holders_of("calibration", wanted.skip, wanted.template)]
        (folder / "template.txt").write_text(" ".join(apart) + "\n", encoding="utf-8")
        jobs = planned(wanted)
        print(f"{folder}: {draw(jobs, folder, seconds=options.seconds)} of {len(jobs)}", flush=True)


if __name__ == "__main__":
    main()
