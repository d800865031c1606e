"""An examiner for tests: what it does with a document stands in the document's first word."""

import gc
import os
import signal
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from docforensics.capture.light import Light
from docforensics.checks.outcome import Region
from docforensics.errors import DecodeError, ResourceCorruptError
from docforensics.guidance.words import Text
from docforensics.page.geometry import BoxMm
from docforensics.report.model import Finding, MrzReport, SideReport
from docforensics.report.report import Report
from docforensics.report.versions import SCHEMA_VERSION
from docforensics.scoring.model import Basis, OutcomeClass, Result, Verdict

SECRETS = ("L898902C3", "ERIKSSON", "expired on 2012-04-15")
"""What must not be in results by default."""
OUTCOMES = {"clear": OutcomeClass.CLEAR, "refer": OutcomeClass.REFER, "alert": OutcomeClass.ALERT}
_leaked: list[bytearray] = []


class OddExaminer:
    """Obeys the document."""

    def __init__(self) -> None:
        self._count = 0
        """Documents that it was given."""

    def read(self, source: Any, **_: Any) -> Any:
        """Do what the document says."""
        raw = source if isinstance(source, bytes) else source[0].primary.raw
        if not raw:
            raise DecodeError("The file is empty (0 bytes): copy or export it again")
        word, _, rest = raw.decode().partition(" ")
        self._count += 1
        match word:
            case "hang":
                time.sleep(1000)
            case "crash":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "crash-once" if not Path(rest).exists():
                Path(rest).touch()
                time.sleep(0.3)
                os.kill(os.getpid(), signal.SIGSEGV)
            case "crash-once":
                Path(rest).write_text(str(self._count), encoding="ascii")
            case "memory" | "pixels":
                _ask_for_memory(word)
            case "leak":
                _leaked.append(bytearray(150 * 2**20))
            case "slow":
                time.sleep(float(rest))
            case "bug" | "damaged" | "bad-model":
                _raise(word, rest)
        return word

    def report(self, document: Any) -> Report:
        """Report the outcome that the document names."""
        return make_report(OUTCOMES.get(document, OutcomeClass.CLEAR))


def _ask_for_memory(word: str) -> None:
    if word == "pixels":
        cv2.resize(np.zeros((2, 2), np.uint8), (2**17, 2**17))
    bytearray(2**40)


def _raise(word: str, rest: str) -> None:
    if word == "bug":
        raise ZeroDivisionError(rest)
    if word == "damaged":
        raise DecodeError("the bytes are damaged")
    if Path(rest).exists():
        raise ResourceCorruptError("models/x is not the file that MANIFEST.toml names")


def make(_settings: Any) -> OddExaminer:
    """Make one."""
    return OddExaminer()


def broken(_settings: Any) -> OddExaminer:
    """Fail to make one, and tell what a worker has loaded by then and need not have."""
    needless = sorted({"pandas", "pyarrow.compute", "pycountry"} & sys.modules.keys())
    raise DecodeError(f"no examiner can be made here: {needless}, {gc.isenabled()}")


def make_report(outcome: OutcomeClass) -> Report:
    """Make a report that holds secrets wherever a report may hold them."""
    number, surname, expiry = SECRETS
    adverse = outcome is not OutcomeClass.CLEAR
    finding = Finding(
        check="data.expired",
        family="data",
        title="Expiry",
        tr03135="",
        result=Result.FAILED if adverse else Result.SUCCESSFUL,
        margin=-0.5 if adverse else 0.5,
        log10_lr=0.5 if adverse else -0.1,
        verbal="weak",
        basis=Basis.EXPERT,
        value=460712983.0,
        unit="days",
        said=Text(english=f"The document {number} of {surname} {expiry}."),
        advice="",
        regions=(
            Region(side=0, light=Light.VISIBLE, box=BoxMm(left=1, top=2, right=3, bottom=4), label="x"),
        ),
        facts={"number": number, "state": expiry},
        personal_facts=("number",),
    )
    verdict = Verdict(
        score=0.9 if outcome is OutcomeClass.ALERT else 0.2 if adverse else 0.01,
        prior=0.05,
        log10_lr=0.4 if adverse else -0.1,
        family_log10_lr={"data": 0.4},
        outcome=outcome,
        verbal="weak",
        notes=(expiry,),
    )
    side = SideReport(
        side="other",
        channel="upload",
        lights=("visible",),
        sha256={"visible": ("ab" * 32,)},
        size="ID3",
        size_mm=(125.0, 88.0),
        px_per_mm=8.0,
        scale_basis="mrz",
        quality={},
        template=None,
        template_digest="",
    )
    mrz = MrzReport(
        lines=(f"P<UTO{surname}<<ANNA", f"{number}6UTO"),
        format="TD3",
        engine="odd",
        confidence=0.9,
        fields={"document_number": number},
        check_digits=(),
    )
    return Report(
        schema_version=SCHEMA_VERSION,
        verdict=verdict,
        findings=(finding,),
        unchecked=(),
        guidance=(),
        limits=(),
        mrz=mrz,
        sides=(side,),
        inspected_on=date(2026, 11, 25),
        provenance={},
    )
