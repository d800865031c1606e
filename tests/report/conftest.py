"""A small hand-made examination: two sides of a Utopia passport, checks of every outcome, and their report."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel, Image, SideKind
from docforensics.capture.side import Capture
from docforensics.checks.check import Check
from docforensics.checks.claims import ClaimId, ClaimState, Why
from docforensics.checks.outcome import Aborted, Abstained, AbstentionKind, Measured, Outcome, Region
from docforensics.checks.spec import CheckSpec
from docforensics.claims.model import ClaimResult, PlaceResult
from docforensics.document import Document, Side
from docforensics.formats.alphabet import SYMBOLS
from docforensics.formats.table import PageSize
from docforensics.kept import given
from docforensics.mrz.parse import parse_mrz
from docforensics.mrz.reading import MrzCharacter, MrzReading
from docforensics.page.frame import Frame, ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page, Quality
from docforensics.report.build import build_report
from docforensics.report.report import Report
from docforensics.scoring.model import Basis, Evidence, OutcomeClass, Result, Verdict
from docforensics.viz.model import VizReading

INSPECTED_ON = date(2026, 11, 24)
MRZ = ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10")


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """The parts that a report is built from."""

    document: Document
    checks: tuple[Check, ...]
    evidence: tuple[Evidence, ...]
    verdict: Verdict

    def report(self) -> Report:
        """Build the report."""
        return build_report(
            document=self.document,
            checks=self.checks,
            outcomes=[entry.outcome for entry in self.evidence],
            evidence=self.evidence,
            verdict=self.verdict,
            provenance={"docforensics": "0.1.0", "policy": "ab" * 32},
        )

    def judged(self, outcome: OutcomeClass) -> "Examination":
        """Change the outcome alone."""
        return replace(self, verdict=replace(self.verdict, outcome=outcome))


def character(symbol: str) -> MrzCharacter:
    """Make a character that was read with 0.99."""
    posterior = np.full(len(SYMBOLS), 0.01 / (len(SYMBOLS) - 1))
    posterior[SYMBOLS.index(symbol)] = 0.99
    return MrzCharacter(
        symbol=symbol, posterior=posterior, corners=np.array([[0, 0], [1, 0], [1, 1], [0, 1.0]])
    )


def mrz_reading(lines: tuple[str, ...] = MRZ) -> MrzReading:
    """Make a reading of these lines."""
    characters = tuple(tuple(map(character, line)) for line in lines)
    return MrzReading(characters=characters, format=None, engine="made by hand")


def side(
    kind: SideKind, *, reading: MrzReading | None = None, lights: tuple[Light, ...] = (Light.VISIBLE,)
) -> Side:
    """Make one side: a grey page of 125 x 88 mm at 2 px a mm in every light asked for."""
    pixels = np.tile(np.linspace(90, 230, 250).astype(np.uint8), (176, 1))
    rgb = np.dstack([pixels, pixels, pixels])
    images = {
        light: (
            Image(pixels=rgb, sha256=f"{index}" * 64, raw=b"", media_type="array", source="<b>page</b>.png"),
        )
        for index, light in enumerate(lights)
    }
    page = Page(
        frame=Frame(
            size=PageSize.ID3,
            size_mm=PageSize.ID3.millimetres,
            basis=ScaleBasis.OUTLINE,
            homography=np.eye(3),
        ),
        px_per_mm=2.0,
        pixels=dict.fromkeys(lights, rgb),
        measured=given(Quality(sharpness=0.8, glare_share=0.01, px_per_mm=11.8, contrast=0.7)),
    )
    capture = Capture(images=images, side=kind, channel=Channel.SCANNER)
    return Side(capture=capture, page=page, mrz_reading=reading, viz=VizReading(), match=None)


def check(id_: str, **spec: object) -> Check:
    """Make a check that is never run."""
    family, slug = id_.split(".")
    declared = CheckSpec(**{"title": f"Title of {slug}", "unit": "share", **spec})  # type: ignore[arg-type]
    return Check(family=family, slug=slug, spec=declared, measure=_never, explanation="Made by hand.")


def _never(_document: Document) -> Outcome:
    raise AssertionError("a report runs no check")


def weighed(id_: str, outcome: Outcome, log10_lr: float = 0.0) -> Evidence:
    """Make evidence as the scoring stage would."""
    if isinstance(outcome, Measured):
        result, basis = (Result.FAILED if log10_lr > 0.3 else Result.SUCCESSFUL), Basis.EXPERT
        margin = -log10_lr if abs(log10_lr) <= 1 else -1.0
    else:
        result = Result.ABORTED if isinstance(outcome, Aborted) else Result(outcome.kind.value)
        basis = margin = None
    return Evidence(
        check=id_,
        family=id_.split(".", maxsplit=1)[0],
        outcome=outcome,
        log10_lr=log10_lr,
        result=result,
        margin=margin,
        basis=basis,
    )


RING = Region(side=0, box=BoxMm(left=5, top=18, right=43, bottom=66), label="portrait border")
NUMBER = Region(side=0, box=BoxMm(left=6, top=74, right=32, bottom=79), label="document number")
GLOW = Region(side=0, box=BoxMm(left=40, top=40, right=60, bottom=50), label="bright patch", light=Light.UV)

CHECKS = (
    check(
        "mrz.check_digits",
        adverse="The digit of {name} is {printed}, not {computed}.",
        advice="Read it again.",
    ),
    check(
        "portrait.ring", adverse="The print breaks at the portrait ({value:.2f}).", advice="Look at the edge."
    ),
    check(
        "security.uv_dull", adverse="It glows.", advice="Use a UV lamp.", personal_facts=frozenset({"holder"})
    ),
    check("mrz.length", favourable="Both lines have {length} characters."),
    check("security.b900", equipment="IR viewer 900 nm"),
    check("data.dates"),
    check("digital.blocks"),
)
EVIDENCE = (
    weighed(
        "mrz.check_digits",
        Measured(
            value=0.9, regions=(NUMBER,), facts={"name": "document number", "printed": "4", "computed": "6"}
        ),
        0.9,
    ),
    weighed("portrait.ring", Measured(value=0.71, regions=(RING,)), 0.7),
    weighed(
        "security.uv_dull",
        Measured(value=2.0, regions=(GLOW,), facts={"holder": "ERIKSSON", "ok": True}),
        0.5,
    ),
    weighed("mrz.length", Measured(value=0.0, facts={"length": 44}), -0.1),
    weighed(
        "security.b900",
        Abstained(
            kind=AbstentionKind.NOT_SUPPORTED,
            reason="no infrared image",
            needs="IR viewer 900 nm",
            why=Why.NO_LIGHT,
        ),
    ),
    weighed(
        "data.dates",
        Abstained(kind=AbstentionKind.UNDETERMINED, reason="the date could not be read", why=Why.UNREADABLE),
    ),
    weighed("digital.blocks", Aborted(error="ValueError: shapes differ")),
)
CLAIMS = (
    ClaimResult(
        claim=ClaimId.MRZ_DATA,
        state=ClaimState.CONTRADICTED,
        why=None,
        checks=("mrz.check_digits",),
        places=(
            PlaceResult(
                place="", side=0, state=ClaimState.CONTRADICTED, why=None, checks=("mrz.check_digits",)
            ),
        ),
        is_mandatory=True,
    ),
    ClaimResult(
        claim=ClaimId.NAMES,
        state=ClaimState.VERIFIED,
        why=None,
        checks=("data.mrz_against_viz",),
        is_mandatory=True,
    ),
    ClaimResult(
        claim=ClaimId.EXPIRY_DATE,
        state=ClaimState.NOT_SEEN,
        why=Why.GLARE,
        checks=("data.mrz_against_viz",),
        places=(
            PlaceResult(
                place="expiry_date",
                side=0,
                state=ClaimState.NOT_SEEN,
                why=Why.GLARE,
                checks=("data.mrz_against_viz",),
            ),
        ),
        is_mandatory=True,
    ),
    ClaimResult(
        claim=ClaimId.PORTRAIT,
        state=ClaimState.VERIFIED,
        why=None,
        checks=("portrait.ring",),
        is_mandatory=True,
    ),
    ClaimResult(
        claim=ClaimId.UV_SUBSTRATE,
        state=ClaimState.NOT_SEEN,
        why=Why.NO_LIGHT,
        checks=("security.uv_dull",),
    ),
)
NOTHING_SEEN = (
    ClaimResult(
        claim=ClaimId.MRZ_DATA,
        state=ClaimState.NOT_SEEN,
        why=Why.NO_MRZ,
        checks=("mrz.check_digits",),
        is_mandatory=True,
    ),
    ClaimResult(
        claim=ClaimId.PAGE_MODEL,
        state=ClaimState.NOT_SEEN,
        why=Why.NO_TEMPLATE,
        checks=("security.background_print",),
        is_mandatory=True,
    ),
)
VERDICT = Verdict(
    score=0.87,
    claims=CLAIMS,
    prior=0.05,
    log10_lr=2.1,
    family_log10_lr={"mrz": 0.9, "portrait": 0.7, "security": 0.5},
    outcome=OutcomeClass.ALERT,
    verbal='moderately strong support for "not genuine"',
    notes=("Test document of Utopia.",),
)


def document(lights: tuple[Light, ...] = (Light.VISIBLE, Light.UV)) -> Document:
    """Make a document of two sides."""
    sides = (side(SideKind.DATA_PAGE, reading=mrz_reading(), lights=lights), side(SideKind.BACK))
    return Document(sides=sides, mrz=parse_mrz(MRZ), mrz_side=0, inspected_on=INSPECTED_ON)


@pytest.fixture(name="examination")
def fixture_examination() -> Examination:
    """Every kind of outcome at once."""
    return Examination(document=document(), checks=CHECKS, evidence=EVIDENCE, verdict=VERDICT)


@pytest.fixture(name="report")
def fixture_report(examination: Examination) -> Report:
    """Build the report of that examination."""
    return examination.report()


@pytest.fixture(name="empty_report")
def fixture_empty_report(examination: Examination) -> Report:
    """Build a report of a page on which nothing was read and no check exists."""
    bare = Document(sides=(side(SideKind.OTHER),), mrz=None, mrz_side=None, inspected_on=INSPECTED_ON)
    verdict = replace(
        VERDICT,
        claims=NOTHING_SEEN,
        score=None,
        log10_lr=0.0,
        family_log10_lr={},
        outcome=OutcomeClass.INCONCLUSIVE,
        notes=(),
    )
    return replace(examination, document=bare, checks=(), evidence=(), verdict=verdict).report()


@pytest.fixture(name="make_evidence")
def fixture_make_evidence() -> Callable[..., Evidence]:
    """Make one piece of evidence."""
    return weighed
