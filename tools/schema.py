"""Write docforensics/report/report.schema.json from the types of the report's JSON, which are declared here (`make schema`).

Names that the package declares (lights, results, outcomes) are its own enumerations. A test proves that the committed file is what
this writes, and that what `report.to_json()` writes is valid against it.
"""

import json
import re
import sys
from collections.abc import Mapping
from enum import EnumType
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docforensics.alerts.model import AlertSeverity, FraudSpecies, Tlp  # noqa: E402
from docforensics.capture.light import Light  # noqa: E402
from docforensics.capture.model import Channel, FileUnit, SideKind  # noqa: E402
from docforensics.checks.check import Check  # noqa: E402
from docforensics.checks.claims import ClaimId, ClaimState, Layer, Why  # noqa: E402
from docforensics.checks.registry import discover_checks  # noqa: E402
from docforensics.claims.model import LayerState  # noqa: E402
from docforensics.page.frame import ScaleBasis  # noqa: E402
from docforensics.report.versions import SCHEMA_VERSION  # noqa: E402
from docforensics.scoring.model import Basis, OutcomeClass, Result  # noqa: E402

SCHEMA = ROOT / "docforensics" / "report" / "report.schema.json"

Share = Annotated[float, Meta(ge=0, le=1)]
Words = Annotated[str, Meta(min_length=1)]
CheckId = Annotated[
    str,
    Meta(pattern=r"^[^.\s]+\.\S+$", description="Family and name of a check, for example mrz.check_digits."),
]
SideIndex = Annotated[int, Meta(ge=0, description="Index into sides.")]
BoxOnPage = Annotated[
    list[float],
    Meta(
        min_length=4,
        max_length=4,
        description="Left, top, right, bottom in millimetres from the top left corner of the page.",
    ),
]
PointPx = Annotated[list[float], Meta(min_length=2, max_length=2)]
PolygonPx = Annotated[
    list[PointPx],
    Meta(
        min_length=4,
        max_length=4,
        description="Corners x, y, clockwise from what is top left on the page, in pixels from the top left corner of the first pixel of the "
        "image as viewers show it: EXIF orientation applied.",
    ),
]
Unique = Meta(extra_json_schema={"uniqueItems": True})


def about(description: str, **bounds: Any) -> Meta:  # noqa: ANN401 (those of Meta)
    """Describe a field."""
    return Meta(description=description, **bounds)


Code = Annotated[str, Meta(min_length=1)]


class Closed(Struct, forbid_unknown_fields=True):
    """An object that has no other keys."""


class Place(Closed):
    """What was seen of a claim at one place."""

    place: Annotated[str, about("Name of a feature or of a field; empty for the claim as a whole.")]
    side: SideIndex | None
    state: ClaimState
    why: Why | None
    checks: Annotated[list[CheckId], about("Checks that the state rests on.")]


class Claim(Closed):
    """What was seen of one claim that CLEAR makes. It names fields, never what they hold."""

    claim: Annotated[ClaimId, about("Which claim.")]
    title: Words
    layer: Layer
    state: ClaimState
    why: Annotated[Why | None, about("Why it was not seen; null where it was verified or contradicted.")]
    place: Annotated[str, about("Place that decides the state; empty for the claim as a whole.")]
    side: Annotated[
        SideIndex | None, about("Side of that place; null where several sides are looked at together.")
    ]
    checks: Annotated[list[CheckId], about("Checks that the state rests on; empty where none looks at it.")]
    mandatory: Annotated[bool, about("Whether the policy demands it for CLEAR.")]
    places: Annotated[list[Place], about("Place by place; those that decide the state first.")]


class LayerResult(Closed):
    """What the claims of one layer come to."""

    layer: Layer
    state: Annotated[LayerState, about("Of its mandatory claims; of all of them where none is mandatory.")]
    why: Annotated[Why | None, about("Of not_seen: the code of its first claim that was not seen.")]
    verified: Annotated[int, about("How many of its claims were verified.", ge=0)]
    applicable: Annotated[int, about("How many of its claims apply.", ge=1)]


class AlertMatch(Closed):
    """An alert in force that the document matches; it refers the document by a rule, whatever the score."""

    alert: Annotated[str, about("Its id, a UUID.")]
    revision: Annotated[int, about("Of the alert.", ge=1)]
    title: Words
    issuer: Annotated[str, about("Which authority states it.")]
    species: FraudSpecies
    severity: AlertSeverity
    tlp: Annotated[Tlp, about("Traffic Light Protocol 2.0: who may have the alert.")]
    place: Annotated[str, about("Its place that the page shows, or its list that the number is in.")]
    look_for: Annotated[str, about("What an officer sees there; empty where only the number is listed.")]
    equipment: Annotated[list[str], about("With what it is seen; empty for eyes alone.")]
    card: Annotated[
        str, about("Name of its file: `docforensics alert show` makes a card for the first line of it.")
    ]
    check: CheckId


class Verdict(Closed):
    """The weighed evidence of one document. It is about the document, never about the person."""

    outcome: Annotated[OutcomeClass, about("What the policy makes of the score.")]
    score: Annotated[
        Share | None,
        about(
            "Probability under the stated prior that the document is not genuine; null where no evidence was found either way."
        ),
    ]
    prior: Annotated[
        float, about("Probability before the document was looked at, set by the policy.", ge=0, le=1)
    ]
    refer_from: Annotated[
        Share | None,
        about("Score from which the policy refers a document; null where the verdict was made by hand."),
    ]
    alert_from: Annotated[
        Share | None, about("Score from which it is an alert, where enough families are adverse.")
    ]
    log10_lr: Annotated[
        float, about("Decimal logarithm of the total likelihood ratio; positive supports 'not genuine'.")
    ]
    unbounded_log10_lr: Annotated[
        float | None,
        about(
            "The total without bounds: which of two documents has more against it, and no claim; null where the verdict was made by hand."
        ),
    ]
    refer_unbounded_from: Annotated[
        float | None,
        about(
            "That total from which the policy's target of false alarms lets the score refer a document; null where nothing is known of false alarms."
        ),
    ]
    verbal: Annotated[str, about("Verbal equivalent of the total on the ENFSI scale.")]
    coverage: Annotated[float, about("Share of the mandatory claims that were verified.", ge=0, le=1)]
    claims: Annotated[
        list[Claim], about("Every claim that applies to the document, and what was seen of it.")
    ]
    layers: Annotated[
        list[LayerResult], about("The claims, layer by layer; layers without a claim are left out.")
    ]
    family_log10_lr: Annotated[
        dict[str, float],
        about("The total by family of checks, after dependence inside a family is allowed for."),
    ]
    notes: Annotated[list[str], about("Facts that shaped the outcome without weighing.")]
    note_codes: Annotated[list[Code], about("The code of each note (report.codes.json, `note`).")]
    alerts: Annotated[
        list[AlertMatch], about("Alerts in force that the document matches; they are no part of the score.")
    ]


class Region(Closed):
    """A place on a rectified page, and on the image that it was found on."""

    side: SideIndex
    light: Light
    box_mm: BoxOnPage
    polygon_px: Annotated[
        PolygonPx | None,
        about(
            "The same place on the side's image in this light, or on its first one where it has none in this light; null where the page ends "
            "before it, seen so steeply."
        ),
    ]
    label: str


class Finding(Closed):
    """One check that measured something."""

    check: CheckId
    family: Words
    title: str
    tr03135: Annotated[str, about("Name of the check in BSI TR-03135; empty when it has none.")]
    result: Result
    margin: Annotated[
        Annotated[float, Meta(ge=-1, le=1)] | None, about("Margin of BSI TR-03135: at least 0 is successful.")
    ]
    log10_lr: Annotated[
        float,
        about(
            "Decimal logarithm of the likelihood ratio of this check alone; positive supports 'not genuine'."
        ),
    ]
    verbal: str
    basis: Annotated[Basis, about("What the likelihood ratio rests on: data, or judgement.")]
    value: Annotated[float | None, about("What was measured, in unit; null when it is not finite.")]
    unit: str
    message: Annotated[str, about("What was seen, in one sentence.")]
    advice: Annotated[str, about("What to do next; empty unless the finding is adverse.")]
    regions: Annotated[list[Region], about("Where it was seen.")]
    facts: Annotated[
        dict[str, str | float | bool | None],
        about("Values behind the message; `facts_by_check` states those of the checks of this program."),
    ]
    personal_facts: Annotated[
        list[str],
        Unique,
        about(
            "Keys of facts that carry the holder's data: keep them out of logs. `left_open` or `note` among them names the key of the "
            "finding."
        ),
    ]
    undecided: Annotated[
        bool,
        about(
            "Whether it leaves something open that a person has to look up on the document; never so where it is adverse."
        ),
    ]
    left_open: Annotated[str, about("What it could not decide; empty where it decided.")]
    note: Annotated[str, about("Sentence repeated at the verdict; empty where there is none.")]
    is_specimen: Annotated[bool, about("Whether it found the document to be a specimen or a test document.")]
    message_code: Annotated[
        Literal["adverse", "alerted", "favourable", "undecided", "unweighed"],
        about(
            "Which sentence of the check the message is (report.codes.json, `check`); `unweighed` where it is none of them, and states the value alone."
        ),
    ]
    note_code: Annotated[
        str, about("Code of the note (report.codes.json, `note`); empty where there is none.")
    ]


class Unchecked(Closed):
    """One check that could not measure."""

    check: CheckId
    family: Words
    title: str
    result: Result
    reason: str
    why: Annotated[Why, about("The reason as a code.")]
    needs: Annotated[str, about("Equipment or input that would allow it; empty when nothing would.")]
    lights: Annotated[list[Light], about("Lights that it needs and the capture lacks.")]
    tr03135: Annotated[str, about("Name of the check in TR-03135; empty when it has none.")]
    expected: Annotated[
        bool,
        about(
            "Whether it could have been expected to measure; false where the document has no seal or no chip data were given. "
            "No claim waits for it then."
        ),
    ]
    reason_code: Annotated[
        Code, about("Code of the sentence (report.codes.json, `reason`), finer than `why`.")
    ]
    needs_codes: Annotated[
        list[Code],
        about(
            "Codes of what would allow it (report.codes.json, `need`): several where things are needed together, or one in place of another."
        ),
    ]


class CheckDigit(Closed):
    """One check digit of the machine readable zone."""

    name: Words
    printed: str
    computed: Annotated[
        str | None, about("The digit that the printed characters ask for; null where one of them is missing.")
    ]
    agrees: Annotated[
        bool | None, about("Null where it cannot be known. Agreement is no evidence of authenticity.")
    ]


class PlacedField(Closed):
    """One field of the machine readable zone where it is printed. Personal data."""

    name: Words
    value: Annotated[str, about("As read, without outer fillers.")]
    line: Annotated[int, about("Line, from 0.", ge=0)]
    start: Annotated[int, about("First column, from 0.", ge=0)]
    stop: Annotated[int, about("Column after the last.", ge=0)]
    polygon_px: Annotated[PolygonPx, about("On the side's first image.")]
    box_mm: Annotated[BoxOnPage | None, about("The same on the page; null where the zone alone was read.")]


class Mrz(Closed):
    """The machine readable zone as read; never repaired."""

    format: str | None
    lines: Annotated[list[str], about("Line by line.")]
    engine: Annotated[str, about("The reader.", min_length=1)]
    confidence: Annotated[float, about("Posterior of the least certain character.", ge=0, le=1)]
    fields: Annotated[dict[str, str], about("By field name: the characters as read.")]
    check_digits: Annotated[list[CheckDigit], about("Every check digit of the format.")]
    irregularities: Annotated[list[str], about("What does not fit the format.")]
    side: SideIndex
    placed: Annotated[
        list[PlacedField], about("The fields where they are printed; empty where the lines fit no format.")
    ]


class VizLine(Closed):
    """One line of print as read; never repaired."""

    side: SideIndex
    text: Annotated[str, about("Its most probable characters.")]
    confidence: Annotated[float, about("Mean probability of the characters read.", ge=0, le=1)]
    box_mm: BoxOnPage
    polygon_px: Annotated[
        PolygonPx | None,
        about("The same on the side's image in white light; null where the page ends before it."),
    ]
    field: Annotated[
        str,
        about(
            "Name of the field of the zone that the template has printed there; empty where it names none, or no template fits."
        ),
    ]


Row3 = Annotated[list[float], Meta(min_length=3, max_length=3)]
Homography = Annotated[list[Row3], Meta(min_length=3, max_length=3)]


class CapturedImage(Closed):
    """One image that the page of a side was cut out of."""

    light: Light
    sha256: Annotated[str, about("Of the raw input.")]
    media_type: Annotated[
        str, about("By content, for example image/jpeg; array for pixels that a program gave.")
    ]
    page: Annotated[int, about("Of a PDF or TIFF of several pages, from 0.", ge=0)]
    width_px: Annotated[int, about("Width as viewers show it, EXIF orientation applied.", ge=1)]
    height_px: Annotated[int, about("Height as viewers show it.", ge=1)]
    homography: Annotated[
        Homography,
        about(
            "Pixels of this image to millimetres of the page: (x, y, 1) times the rows, divided by the third of the result."
        ),
    ]
    to_file: Annotated[
        Annotated[list[Row3], Meta(min_length=2, max_length=2)],
        about(
            "Pixels of this image to places of the file, in file_unit: (x, y, 1) times the rows. It undoes the EXIF orientation, and lays a PDF's "
            "picture on its page."
        ),
    ]
    file_unit: Annotated[
        FileUnit,
        about(
            "px: pixels as the file stores them. pt: points from the top left corner of the PDF's page as viewers show it."
        ),
    ]
    file_size: Annotated[
        list[float],
        about(
            "Width and height of the picture as the file stores it, or of the PDF's page, in file_unit.",
            min_length=2,
            max_length=2,
        ),
    ]


class Side(Closed):
    """One side of the document."""

    side: SideKind
    channel: Channel
    lights: Annotated[list[Light], Unique, about("Lights captured.")]
    sha256: Annotated[
        dict[Light, Annotated[list[str], Meta(min_length=1)]],
        about(
            "Of the raw input, by light, frame by frame.",
            extra_json_schema={"propertyNames": {"$ref": "#/$defs/Light"}},
        ),
    ]
    size: Annotated[
        str | None,
        about("Nominal size after ICAO Doc 9303, or width x height in mm; null when it is not known."),
    ]
    size_mm: Annotated[
        list[float],
        about("Width and height of the rectified frame in millimetres.", min_length=2, max_length=2),
    ]
    px_per_mm: Annotated[float, about("Resolution of the capture on the page.", gt=0)]
    scale_basis: Annotated[ScaleBasis, about("What the scale rests on.")]
    quality: Annotated[dict[str, float | None], about("How well the page can be seen.")]
    template: Annotated[str | None, about("The reference template that fits; null when none does.")]
    template_digest: str
    features: Annotated[list[str], about("PRADO words of the features that the template names on the side.")]
    files: Annotated[list[str], about("Names of the files, without their folders; may carry personal data.")]
    images: Annotated[
        list[CapturedImage],
        about("Images that the page was cut out of, one a light, the one in white light first."),
    ]
    homography: Annotated[
        Homography | None,
        about("That of the first image, pixels to millimetres of the page; null without any."),
    ]
    outline_px: Annotated[
        PolygonPx | None,
        about("Corners of the page on the first image; scale_basis states what they rest on."),
    ]


class Task(Closed):
    """One thing to do at one feature."""

    feature: Annotated[str, about("PRADO word.")]
    line: Annotated[Literal[1, 2, 3], about("1 first line, 2 second line, 3 laboratory.")]
    do: str


class Round(Closed):
    """What can be done with one piece of equipment in hand."""

    equipment: str
    tasks: list[Task]


class Gain(Closed):
    """What a piece of equipment that the post lacks would add."""

    equipment: str
    features: list[str]
    checks: Annotated[list[str], about("Titles of checks of this program.")]


class Equipment(Closed):
    """One post."""

    post: str
    has: list[str]
    now: list[Round]
    lacking: list[Gain]


class Report(Closed):
    """The results of one examination of one travel document. Advisory: it decides nothing about a person."""

    schema_version: Annotated[str, Meta(extra_json_schema={"const": SCHEMA_VERSION})]
    inspected_on: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$", extra_json_schema={"format": "date"})]
    verdict: Verdict
    findings: Annotated[
        list[Finding], about("Measured checks: adverse ones first, the heaviest of them on top.")
    ]
    unchecked: Annotated[list[Unchecked], about("Checks that could not measure.")]
    guidance: Annotated[list[Words], about("What to do next, in order.")]
    limits: Annotated[list[Words], about("What this result does not mean.")]
    mrz: Mrz | None
    viz: Annotated[
        list[VizLine],
        about(
            "Lines of print of the visual zone that a check had read, side by side, top to bottom. Personal data; empty in a "
            "redacted copy."
        ),
    ]
    sides: Annotated[list[Side], about("The sides examined.", min_length=1)]
    equipment: Annotated[
        Equipment | None,
        about(
            "What the post has (--equipment), what can be done by hand with it, and what other equipment would add; null when "
            "it was not stated."
        ),
    ]
    provenance: Annotated[dict[str, str], about("Versions and hashes that make the result repeatable.")]
    guidance_codes: Annotated[
        list[Code],
        about(
            "The code of each step of guidance (report.codes.json, `step`); `advice.` and a check for its advice."
        ),
    ]
    limit_codes: Annotated[list[Code], about("The code of each limit (report.codes.json, `limit`).")]
    timings: Annotated[
        dict[str, Annotated[float, Meta(ge=0)]] | UnsetType,
        about(
            "Seconds that each stage of reading, each check (by its id), scoring and the report took; only where they were asked for."
        ),
    ] = UNSET


SHARED: Mapping[str, EnumType] = {
    "Light": Light,
    "Result": Result,
    "Layer": Layer,
    "ClaimState": ClaimState,
    "Why": Why,
}
"""Choices that stand in several places, and so have a definition of their own."""
LOCAL: Mapping[str, EnumType] = {
    one.__name__: one
    for one in (OutcomeClass, Basis, SideKind, Channel, ScaleBasis, ClaimId, LayerState, FileUnit)
}
"""Choices that stand where they are used."""


def generated() -> dict[str, Any]:
    """Make the schema; choices stand in the order in which the package declares them."""
    (_, components) = msgspec.json.schema_components([Report], ref_template="#/$defs/{name}")
    defs = {_snake(name): _adapted(entry) for name, entry in components.items() if name not in LOCAL}
    for entry in defs.values():
        entry.pop("title", None)
        entry["description"] = entry["description"].partition("\n\n")[0]
    for name, choices in SHARED.items():
        defs[_snake(name)]["enum"] = _values(choices)
    checks = discover_checks(plugins=())
    defs["finding"]["allOf"] = [_facts_of(check) for check in checks]
    defs["facts_by_check"] = {
        "description": "By the id of a check of this program: the facts that a finding of it may hold. A check of another package states its own.",
        "type": "object",
        "properties": {check.id: _facts(check) for check in checks},
        "additionalProperties": False,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:docforensics:schema:report:{SCHEMA_VERSION}",
        "title": "docforensics report",
        **defs.pop("report"),
        "$defs": defs,
    }


_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


def _facts(check: Check) -> dict[str, Any]:
    """Write the facts that a check declares; a number that is not finite is null in JSON."""
    types = {name: _TYPES[kind] for name, kind in check.spec.facts.items()}
    return {
        "type": "object",
        "properties": {
            name: {"type": ["number", "null"] if kind == "number" else kind} for name, kind in types.items()
        },
    }


def _facts_of(check: Check) -> dict[str, Any]:
    """Hold the facts of a finding against those of its check."""
    return {
        "if": {"properties": {"check": {"const": check.id}}},
        "then": {"properties": {"facts": {"$ref": f"#/$defs/facts_by_check/properties/{check.id}"}}},
    }


def _adapted(value: Any) -> Any:  # noqa: ANN401 (JSON)
    """Name definitions as the file does (`check_digit`), put local choices in their place, and join plain types into one list."""
    if isinstance(value, list):
        return [_adapted(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    told = {key: _adapted(inner) for key, inner in value.items()}
    if "$ref" in told:
        name = told.pop("$ref").rpartition("/")[2]
        return told | (
            {"enum": _values(LOCAL[name])} if name in LOCAL else {"$ref": f"#/$defs/{_snake(name)}"}
        )
    if all("type" in one for one in told.get("anyOf", [{}])):
        either = told.pop("anyOf")
        bounds = {key: inner for one in either for key, inner in one.items()}
        return {**told, **bounds, "type": [one["type"] for one in either]}
    return told


def _values(choices: EnumType) -> list[str]:
    return [str(choice.value) for choice in choices]


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def text() -> str:
    """Write the schema as the file has it."""
    return json.dumps(generated(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    SCHEMA.write_text(text(), encoding="utf-8")
