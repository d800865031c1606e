r"""How often Utopia's seals are read and verify, and whether every forgery of seal and chip is found and named.

    python -m benchmarks.seal.utopia --copies 4 --seed 11 -o benchmarks/results/seal-utopia.json

Genuine and forged sheets go through the same channel with the same exposure; each is examined on the main path, with the
checks of this family and the trust of an officer in Utopia. Found means that the check meant for it is adverse and names the fault.
"""

import argparse
import json
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from benchmarks.provenance import provenance
from docforensics.examiner import Examiner
from docforensics.report.model import Finding
from docforensics.report.report import Report
from docforensics.scoring.model import Result
from docforensics.seal.chip import ChipData
from sample_docs.generator.capture import CHANNELS, take
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.seals import pki
from sample_docs.generator.seals.chip import Chip
from sample_docs.generator.seals.forge import CHIP_FORGERIES, SEAL_FORGERIES, genuine_chip
from sample_docs.generator.sheet import Sheet, rng_of


class SealsAlone(Examiner):
    """The examiner without templates and with the checks of this family alone: what they see is the same."""

    def __init__(self, trust: str) -> None:
        super().__init__(templates=(), trust=trust)
        self._checks = tuple(check for check in self._checks if check.family == "seal")


INSPECTED_ON = date(2026, 11, 24)
PPI = {"flatbed": 300}
SEALED, CHIPPED = ("mrv-a", "mrv-b", "etd"), ("td3-2",)
MINE = "seal."


def sheet_of(design: str, channel: str, copy: int, seed: int) -> Sheet:
    """A genuine sheet."""
    return sheets(Job(design=design, copy=copy, holder=copy, channel=channel, seed=seed))[0]


def picture(sheet: Sheet, channel: str, seed: int) -> bytes:
    """The sheet as its channel shows it in white light."""
    shot = CHANNELS[channel].shots(sheet.design, seed, ppi=PPI.get(channel))[0]
    return take(sheet, shot)[0]


def documents(copies: int, seed: int) -> Iterator[tuple[str, str, str, bytes, Chip | None, str, str]]:
    """Design, channel, kind, picture, chip, the check meant for it and what it must name."""
    for channel in CHANNELS:
        for design in (*SEALED, *CHIPPED):
            for copy in range(copies):
                yield from _of(design, channel, 100 + copy, seed)


def _of(
    design: str, channel: str, copy: int, seed: int
) -> Iterator[tuple[str, str, str, bytes, Chip | None, str, str]]:
    sheet, other = (sheet_of(design, channel, number, seed) for number in (copy, copy + 50))
    plain = picture(sheet, channel, copy)
    if design in CHIPPED:
        yield design, channel, "genuine", plain, genuine_chip(sheet), "", ""
        for name, forge in CHIP_FORGERIES.items():
            chip = forge(sheet, other)
            yield design, channel, f"chip {name}", plain, chip.chip, chip.check, chip.reason
        return
    yield design, channel, "genuine", plain, None, "", ""
    for name, make in SEAL_FORGERIES.items():
        forged = make(sheet, other, rng_of(seed, name, copy))
        yield design, channel, name, picture(forged.sheet, channel, copy), None, forged.check, forged.reason


def findings(report: Report) -> dict[str, Finding]:
    """Those of the family, by check."""
    return {one.check: one for one in report.findings if one.check.startswith(MINE)}


def named(finding: Finding, reason: str) -> bool:
    """Whether a finding names what it must."""
    return reason in str(finding.facts.get("reason", "")) or reason in str(finding.facts.get("fields", ""))


def main() -> None:
    """Examine all and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("-o", "--out", type=Path)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    with TemporaryDirectory() as folder:
        pki.write_trust(Path(folder))
        examiner = SealsAlone(folder)
    table: dict[str, Counter[str]] = defaultdict(Counter)
    odd: list[str] = []
    correlations: dict[str, list[float]] = defaultdict(list)
    begun = time.process_time()
    for design, channel, kind, image, chip, check, reason in documents(arguments.copies, arguments.seed):
        data = ChipData(data_groups=chip.groups, sod=chip.sod, com=chip.com) if chip else None
        report = examiner.examine(
            np.frombuffer(image, np.uint8).tobytes(), inspected_on=INSPECTED_ON, chip=data
        )
        said = findings(report)
        row = table[f"{channel}: {kind if kind != 'genuine' else f'genuine {design}'}"]
        row["n"] += 1
        row[f"outcome {report.verdict.outcome}"] += 1
        adverse = {name for name, one in said.items() if one.result is Result.FAILED}
        if "seal.chip_portrait" in said:
            same = (
                "another"
                if kind in {"chip swapped-face", "chip swapped-face-resigned", "chip cloned"}
                else "same"
            )
            correlations[f"{channel} {same}"].append(
                round(float(said["seal.chip_portrait"].facts["correlation"]), 3)
            )
        if kind == "genuine":
            row["code read"] += "seal.seal_signature" in said
            row["verified"] += "seal.seal_signature" in said and not adverse
            row["false alarm"] += bool(adverse)
            if adverse:
                odd.append(f"{channel} {design}: {[said[name].message for name in adverse]}")
        else:
            read = check in said
            row["read"] += read
            row["found and named"] += check in adverse and named(said[check], reason)
            if read and check not in adverse:
                odd.append(f"{channel} {design} {kind}: {check} not adverse: {said[check].message}")
        print(f"{channel} {design} {kind} {sorted(adverse)}", flush=True)
    figures = {
        "copies": arguments.copies,
        "seed": arguments.seed,
        "cpu_s": round(time.process_time() - begun),
        "table": {name: dict(row) for name, row in sorted(table.items())},
        "odd": odd,
        "portrait_correlations": correlations,
        "provenance": provenance(),
    }
    text = json.dumps(figures, indent=1)
    if arguments.out:
        arguments.out.write_text(text + "\n", encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
