"""An examiner for tests of the service: what it does with a document stands in the document's first word."""

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

sys.path.append(str(Path(__file__).parents[1] / "batch"))

from odd_examiner import OUTCOMES, make_report

from docforensics.checks.outcome import AlertHit
from docforensics.errors import DecodeError, ExaminationCancelledError, ResourceCorruptError
from docforensics.report.report import Report
from docforensics.scoring.model import OutcomeClass


def alerted(report: Report, title: str, identity: str = "") -> Report:
    """Give a report whose first finding matches an alert; its id is made of the title."""
    hit = AlertHit(
        alert=identity or str(uuid5(NAMESPACE_OID, title)),
        revision=1,
        title=title,
        issuer="Post A",
        species="counterfeit",
        severity="high",
        tlp="TLP:GREEN",
        place="place-1",
        look_for="A purple ring through the title.",
        equipment=("loupe",),
    )
    finding = replace(report.findings[0], facts={"alert": hit.alert})
    return replace(
        report, findings=(finding, *report.findings[1:]), verdict=replace(report.verdict, alerts=(hit,))
    )


class OddService:
    """Obeys the document."""

    def warm_up(self) -> None:
        """Load nothing."""

    def examine(self, source: Any, *, cancel: Any = None, **_: Any) -> Report:
        """Do what the document says."""
        raw = source if isinstance(source, bytes) else source[0].primary.raw
        word, _, rest = raw.decode("latin-1").partition(" ")
        if word in ("hang", "wait"):
            until = time.monotonic() + (1000 if word == "hang" else float(rest))
            while time.monotonic() < until:
                if cancel.is_set() and word == "wait":
                    raise ExaminationCancelledError("nobody waits")
                time.sleep(0.01)
        elif word == "crash":
            os.kill(os.getpid(), signal.SIGKILL)
        elif word == "memory":
            bytearray(2**40)
        elif word == "bad-model" and Path(rest).exists():
            raise ResourceCorruptError("models/x is not the file that MANIFEST.toml names")
        elif word == "damaged" or word not in {*OUTCOMES, "wait", "bad-model", "alerted"}:
            raise DecodeError("the bytes are damaged")
        report = make_report(OUTCOMES.get("refer" if word == "alerted" else word, OutcomeClass.CLEAR))
        if word == "alerted":
            report = alerted(report, rest)
        assert report.mrz is not None
        return replace(report, mrz=replace(report.mrz, fields={**report.mrz.fields, "issuer": "UTO"}))


def make(_settings: Any) -> OddService:
    """Make one."""
    return OddService()
