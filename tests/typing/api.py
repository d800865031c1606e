"""How an integrator's type checker sees the public names; mypy checks this file with the package (`make lint`).

Nothing here runs.
"""

from datetime import date
from pathlib import Path
from typing import assert_type

import docforensics as df
from docforensics.scoring.verbal import verbal_equivalent

page = Path("page.jpg")

# One document: a path, bytes, a capture in several lights, its sides.
report = df.examine(page, channel="scanner", inspected_on=date(2026, 11, 24))
assert_type(report, df.Report)
assert_type(df.examine(b"..."), df.Report)
assert_type(df.examine([page, page]), df.Report)
capture = df.Capture.load(visible=page, uv=page, channel="upload")
assert_type(capture, df.Capture)
assert_type(capture.channel, df.Channel)

# What it says.
assert_type(report.verdict, df.Verdict)
assert_type(report.verdict.outcome, df.OutcomeClass)
assert_type(report.verdict.score, float | None)
assert_type(report.findings, tuple[df.Finding, ...])
assert_type(report.verdict.claims, tuple[df.ClaimResult, ...])
assert_type(report.verdict.unverified, tuple[df.ClaimResult, ...])
assert_type(report.verdict.layers, tuple[df.LayerResult, ...])
for claim in report.verdict.claims:
    assert_type(claim.claim, df.ClaimId)
    assert_type(claim.state, df.ClaimState)
    assert_type(claim.why, df.Why | None)
    assert_type(claim.places, tuple[df.PlaceResult, ...])
for layer in report.verdict.layers:
    assert_type(layer.layer, df.Layer)
    assert_type(layer.state, df.LayerState)
assert_type(report.unchecked, tuple[df.Unchecked, ...])
assert_type(report.sides, tuple[df.SideReport, ...])
assert_type(report.mrz, df.MrzReport | None)
for image in report.sides[0].images:
    assert_type(image, df.ImageReport)
for finding in report.findings:
    assert_type(finding.regions, tuple[df.Region, ...])
assert_type(report.to_json(), str)
assert_type(report.to_json(schema="1.1"), str)
assert_type(report.to_html(language="fr"), str)
assert_type(verbal_equivalent(1.0), str)
if report.verdict.outcome is not df.OutcomeClass.CLEAR:
    reasons: list[str] = [finding.title for finding in report.findings]

# Many documents, with what is loaded once.
examiner = df.Examiner(templates="my-templates/", policy=df.Policy.load("policy.toml"))
assert_type(examiner.settings, df.ExaminerSettings)
for found in examiner.examine_many([page]):
    assert_type(found, df.Report | df.Failure)

# The machine readable zone.
reading = df.read_mrz(page)
assert_type(reading, df.MrzReading | None)
if reading is not None:
    assert_type(reading.lines, tuple[str, ...])
mrz = df.parse_mrz(
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"
)
assert_type(mrz, df.Mrz)

# Templates.
template = df.learn_template([page], model=("UTO", "P", 2, 2023))
assert_type(template, df.Template)
assert_type(df.load_template("my-templates/UTO-P-2-2023"), df.Template)

# An own check: what it declares, looks at and gives.
spec = df.CheckSpec(title="Colour of the page", unit="share", facts={"share": float})


def measure(document: df.Document) -> df.Outcome:
    """Measure a made-up thing."""
    side: df.Side = document.sides[0]
    if df.Light.VISIBLE not in side.page.pixels:
        return df.undetermined("no image in white light", why=df.Why.NO_LIGHT)
    box = df.BoxMm(left=0, top=0, right=10, bottom=10)
    return df.Measured(value=0.1, regions=(df.Region(side=0, box=box, label="page"),), facts={"share": 0.1})


# Errors have one root; Limits bound what is decoded.
try:
    df.Capture.load(visible=page, limits=df.Limits())
except df.InputError as error:
    assert_type(error, df.InputError)
