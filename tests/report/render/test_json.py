"""The JSON form follows its published schema, whatever the report holds."""

import json
import math
from dataclasses import replace
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any

import jsonschema
import pytest
from hypothesis import Phase, given, settings, strategies as st

from docforensics.alerts.model import AlertSeverity, FraudSpecies, Tlp
from docforensics.capture.light import Light
from docforensics.capture.model import Channel, FileUnit, SideKind
from docforensics.checks.claims import ClaimId, ClaimState, Layer, Why
from docforensics.checks.outcome import Region
from docforensics.claims.model import ClaimResult, LayerState, PlaceResult
from docforensics.errors import UsageError
from docforensics.guidance.equipment import Profile, equipment
from docforensics.guidance.steps import Step
from docforensics.guidance.words import Text
from docforensics.page.frame import ScaleBasis
from docforensics.page.geometry import BoxMm
from docforensics.report.model import (
    CheckDigitReport,
    Finding,
    MrzReport,
    SideReport,
    Unchecked,
    VizLineReport,
)
from docforensics.report.on_image import ImageReport, PlacedField
from docforensics.report.render import json as report_json
from docforensics.report.report import Report
from docforensics.report.versions import SCHEMA_VERSION
from docforensics.scoring.model import Basis, OutcomeClass, Result, Verdict
from docforensics.templates.model import FeatureKind

TEXT = st.text(max_size=12)
NAME = st.text(min_size=1, max_size=12)
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=12)  # lone surrogates included
FINITE = st.floats(-1e6, 1e6)
SHARE = st.floats(0, 1)
FACT = st.one_of(ANY_TEXT, st.integers(), st.floats(), st.booleans())
ASKED_FOR = {"timings"}
"""Keys that stand in the JSON only where they were asked for."""
CHECK = st.sampled_from(["mrz.length", "portrait.ring", "seal.vds"])


@st.composite
def boxes(draw: st.DrawFn) -> BoxMm:
    """Boxes of at least a tenth of a millimetre."""
    left, top = draw(st.floats(-10, 100)), draw(st.floats(-10, 100))
    return BoxMm(
        left=left, top=top, right=left + draw(st.floats(0.1, 50)), bottom=top + draw(st.floats(0.1, 50))
    )


REGION = st.builds(Region, side=st.integers(0, 3), box=boxes(), label=ANY_TEXT, light=st.sampled_from(Light))
FINDING = st.builds(
    Finding,
    check=CHECK,
    family=NAME,
    title=TEXT,
    tr03135=TEXT,
    result=st.sampled_from(Result),
    margin=st.none() | st.floats(-1, 1),
    log10_lr=FINITE,
    verbal=TEXT,
    basis=st.sampled_from(Basis),
    value=st.floats(allow_nan=False),
    unit=TEXT,
    said=st.builds(Text, english=ANY_TEXT),
    advice=TEXT,
    regions=st.lists(REGION, max_size=2).map(tuple),
    facts=st.dictionaries(TEXT, FACT, max_size=3),
    personal_facts=st.just(("holder", "left_open")),
    left_open=TEXT,
    note=TEXT,
    is_specimen=st.booleans(),
)
CODE = st.sampled_from(Why)
UNCHECKED = st.builds(
    Unchecked,
    check=CHECK,
    family=NAME,
    title=TEXT,
    result=st.sampled_from(Result),
    reason=ANY_TEXT,
    needs=TEXT,
    why=CODE,
    lights=st.lists(st.sampled_from([light.value for light in Light]), unique=True).map(tuple),
)
DIGIT = st.builds(
    CheckDigitReport, name=NAME, printed=TEXT, computed=st.none() | TEXT, agrees=st.none() | st.booleans()
)
MRZ = st.builds(
    MrzReport,
    lines=st.lists(ANY_TEXT, max_size=3).map(tuple),
    format=st.none() | TEXT,
    engine=NAME,
    confidence=SHARE,
    fields=st.dictionaries(TEXT, ANY_TEXT, max_size=3),
    check_digits=st.lists(DIGIT, max_size=2).map(tuple),
    irregularities=st.lists(TEXT, max_size=2).map(tuple),
    placed=st.lists(st.deferred(lambda: PLACED), max_size=2).map(tuple),
)
VIZ_LINE = st.builds(VizLineReport, side=st.integers(0, 3), text=ANY_TEXT, confidence=SHARE, box=boxes())
CORNER = st.tuples(FINITE, FINITE)
POLYGON = st.tuples(CORNER, CORNER, CORNER, CORNER)
PLACED = st.builds(
    PlacedField,
    name=NAME,
    value=ANY_TEXT,
    line=st.integers(0, 2),
    start=st.integers(0, 44),
    stop=st.integers(0, 44),
    polygon_px=POLYGON,
    box=st.none() | boxes(),
)
ROW = st.tuples(*[st.floats(-10, 10)] * 2, st.floats(-4000, 4000))
IMAGE = st.builds(
    ImageReport,
    light=st.sampled_from([light.value for light in Light]),
    sha256=NAME,
    media_type=TEXT,
    page=st.integers(0, 3),
    width_px=st.integers(1, 9000),
    height_px=st.integers(1, 9000),
    # The identity times a number can be inverted, whatever the third row of a homography adds.
    homography=st.floats(0.01, 9).flatmap(
        lambda scale: st.tuples(
            st.tuples(st.just(scale), st.just(0.0), FINITE),
            st.tuples(st.just(0.0), st.just(scale), FINITE),
            st.tuples(st.floats(-1e-3, 1e-3), st.just(0.0), st.just(1.0)),
        )
    ),
    to_file=st.tuples(ROW, ROW),
    file_unit=st.sampled_from([unit.value for unit in FileUnit]),
    file_size=st.tuples(st.floats(1, 9000), st.floats(1, 9000)),
)
SIDE = st.builds(
    SideReport,
    side=st.sampled_from([kind.value for kind in SideKind]),
    channel=st.sampled_from([channel.value for channel in Channel]),
    lights=st.lists(st.sampled_from([light.value for light in Light]), unique=True).map(tuple),
    sha256=st.dictionaries(
        st.sampled_from([light.value for light in Light]), st.just(("ab" * 32,)), max_size=2
    ),
    size=st.none() | TEXT,
    size_mm=st.tuples(st.floats(1, 300), st.floats(1, 300)),
    px_per_mm=st.floats(0.01, 100),
    scale_basis=st.sampled_from([basis.value for basis in ScaleBasis]),
    quality=st.dictionaries(TEXT, SHARE, max_size=3),
    template=st.none() | TEXT,
    template_digest=TEXT,
    features=st.lists(st.sampled_from([kind.value for kind in FeatureKind]), max_size=3).map(tuple),
    files=st.lists(ANY_TEXT, max_size=2).map(tuple),
    images=st.lists(IMAGE, max_size=2).map(tuple),
)


@st.composite
def results(draw: st.DrawFn) -> ClaimResult:
    """Draw what was seen of a claim, at up to two places."""
    state = draw(st.sampled_from(ClaimState))
    why = draw(CODE) if state is ClaimState.NOT_SEEN else None
    place = st.builds(
        PlaceResult,
        place=TEXT,
        side=st.none() | st.integers(0, 3),
        state=st.just(state),
        why=st.just(why),
        checks=st.just(("mrz.length",)),
    )
    return ClaimResult(
        claim=draw(st.sampled_from(ClaimId)),
        state=state,
        why=why,
        checks=draw(st.lists(CHECK, max_size=2).map(tuple)),
        places=draw(st.lists(place, max_size=2).map(tuple)),
        is_mandatory=draw(st.booleans()),
    )


VERDICT = st.builds(
    Verdict,
    score=st.none() | SHARE,
    claims=st.lists(results(), max_size=4).map(tuple),
    prior=SHARE,
    log10_lr=FINITE,
    family_log10_lr=st.dictionaries(TEXT, FINITE, max_size=3),
    outcome=st.sampled_from(OutcomeClass),
    verbal=TEXT,
    notes=st.lists(ANY_TEXT, max_size=2).map(tuple),
)
REPORT = st.builds(
    Report,
    schema_version=st.just(SCHEMA_VERSION),
    verdict=VERDICT,
    findings=st.lists(FINDING, max_size=2).map(tuple),
    unchecked=st.lists(UNCHECKED, max_size=2).map(tuple),
    guidance=st.lists(st.builds(Step, english=NAME), max_size=2).map(tuple),
    limits=st.lists(st.builds(Text, english=NAME), max_size=2).map(tuple),
    mrz=st.none() | MRZ,
    sides=st.lists(SIDE, min_size=1, max_size=2).map(tuple),
    inspected_on=st.dates(),
    provenance=st.dictionaries(TEXT, ANY_TEXT, max_size=2),
    pages=st.just(()),
    profile=st.none() | st.lists(st.sampled_from(sorted(equipment()))).map(Profile.of),
    viz=st.lists(VIZ_LINE, max_size=2).map(tuple),
)


def refuse_constant(name: str) -> None:
    """Fail on NaN, Infinity and -Infinity, which Python's reader would let through."""
    raise AssertionError(f"{name} in the JSON")


@cache
def validator(version: str) -> jsonschema.Draft202012Validator:
    """Of a schema's version, made once: `jsonschema.validate` checks the schema itself each time."""
    return jsonschema.Draft202012Validator(report_json.schema(version))


def validated(text: str, version: str = SCHEMA_VERSION) -> dict[str, Any]:
    """Parse strictly and hold against the schema of the version."""
    value: dict[str, Any] = json.loads(text, parse_constant=refuse_constant)
    validator(version).validate(value)
    return value


def test_the_schema_is_a_valid_schema_with_a_versioned_id() -> None:
    """The published schema is of draft 2020-12 and its id names the version that reports state."""
    schema = report_json.schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$id"] == f"urn:docforensics:schema:report:{SCHEMA_VERSION}"
    assert schema["properties"]["schema_version"]["const"] == SCHEMA_VERSION


def test_every_object_of_the_schema_is_closed() -> None:
    """An unknown key, anywhere but in the free maps, breaks the schema: a typing error cannot slip through."""
    schema = report_json.schema()
    kept = [entry for name, entry in schema["$defs"].items() if name != "facts_by_check"]
    objects = [schema, *(entry for entry in kept if entry.get("type") == "object")]
    assert len(objects) == 19
    assert all(entry["additionalProperties"] is False for entry in objects)
    assert all(set(entry["required"]) == {*entry["properties"]} - ASKED_FOR for entry in objects)


def test_the_schema_knows_every_value_that_the_code_does() -> None:
    """A new light, result or basis must enter the schema too."""
    defs = report_json.schema()["$defs"]
    side, finding, verdict = (defs[name]["properties"] for name in ("side", "finding", "verdict"))
    pairs: list[tuple[dict[str, Any], type[StrEnum]]] = [
        (defs["light"], Light),
        (defs["result"], Result),
        (side["side"], SideKind),
        (side["channel"], Channel),
        (side["scale_basis"], ScaleBasis),
        (finding["basis"], Basis),
        (verdict["outcome"], OutcomeClass),
        (defs["why"], Why),
        (defs["fraud_species"], FraudSpecies),
        (defs["alert_severity"], AlertSeverity),
        (defs["tlp"], Tlp),
        (defs["layer"], Layer),
        (defs["claim_state"], ClaimState),
        (defs["claim"]["properties"]["claim"], ClaimId),
        (defs["layer_result"]["properties"]["state"], LayerState),
    ]
    for entry, values in pairs:
        assert sorted(entry["enum"]) == sorted(value.value for value in values)


def test_a_full_report_follows_the_schema(report: Report) -> None:
    """Every kind of outcome at once is written and validates."""
    value = validated(report.to_json())
    assert value["verdict"]["outcome"] == "ALERT"
    assert value["inspected_on"] == "2026-11-24"
    assert {digit["agrees"] for digit in value["mrz"]["check_digits"]} == {True}
    assert value["findings"][0]["check"] == "mrz.check_digits"


def test_an_empty_report_follows_the_schema(empty_report: Report) -> None:
    """A page on which nothing was read gives a report too."""
    value = validated(empty_report.to_json())
    assert value["mrz"] is None
    assert value["findings"] == []


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(report=REPORT)
def test_whatever_a_report_holds_its_json_follows_the_schema(report: Report) -> None:
    """Odd text, infinite values and missing parts never break the schema, and the text is valid UTF-8."""
    text = report.to_json()
    assert validated(text)["schema_version"] == SCHEMA_VERSION
    assert text.encode("utf-8").decode("utf-8") == text


def test_an_unknown_key_is_refused_by_the_schema(report: Report) -> None:
    """The schema does refuse: it is no rubber stamp."""
    value = report.to_dict()
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**value, "holder": "ERIKSSON"}, report_json.schema())


def test_keys_stand_in_the_order_of_the_schema(report: Report) -> None:
    """The order of keys is fixed, so that two reports can be compared line by line."""
    known = list(report_json.schema()["properties"])
    assert list(report.to_dict(timings=True)) == known
    assert list(report.to_dict()) == [key for key in known if key not in ASKED_FOR]
    assert report.to_json() == report.to_json()


def test_images_and_raw_bytes_stay_out(report: Report) -> None:
    """The JSON holds no picture."""
    assert len(report.to_json()) < 20_000
    assert "pages" not in report.to_dict()


def test_numbers_are_rounded_to_six_digits() -> None:
    """A number is short enough to be compared by eye."""
    assert report_json.plain(0.123456789) == 0.123457
    assert report_json.plain(-0.0) == 0.0
    assert str(report_json.plain(-0.0)) == "0.0"


def test_what_is_not_finite_becomes_null() -> None:
    """JSON knows no NaN."""
    assert report_json.plain([math.nan, math.inf, -math.inf, 1]) == [None, None, None, 1]


def test_a_lone_surrogate_becomes_the_replacement_character() -> None:
    """A file name that is no text can still be written."""
    assert report_json.plain("caf\udce9") == "caf\ufffd"


def test_dates_are_iso(report: Report) -> None:
    """A date is written as the schema's format has it."""
    assert date.fromisoformat(str(report.to_dict()["inspected_on"])) == report.inspected_on


def test_readers_of_1_1_find_what_they_know(report: Report) -> None:
    """`open`, `note` and `is_test_document` among the facts; where there is nothing, there is no key."""
    told = replace(
        report.in_order[0],
        left_open="5 or 6",
        note="A specimen.",
        is_specimen=True,
        personal_facts=("left_open",),
    )
    both = replace(report, findings=(told, report.findings[0]))
    present, former = validated(both.to_json()), validated(both.to_json(schema="1.1"), "1.1")
    first, second = former["findings"]
    assert first["facts"] == {
        **told.facts,
        "open": "5 or 6",
        "note": "A specimen.",
        "is_test_document": True,
    }
    assert first["personal_facts"] == ["open"]
    assert not {"open", "note", "is_test_document"} & set(second["facts"])
    now = present["findings"][0]
    assert now["facts"] == dict(told.facts)
    assert (now["undecided"], now["left_open"], now["note"]) == (True, "5 or 6", "A specimen.")
    assert now["personal_facts"] == ["left_open"]


def test_claims_and_layers_stand_in_the_verdict(report: Report) -> None:
    """Claim by claim and place by place, with the code where it was not seen."""
    verdict = validated(report.to_json())["verdict"]
    expiry = next(one for one in verdict["claims"] if one["claim"] == "expiry_date")
    assert expiry == {
        "claim": "expiry_date",
        "title": "Date of expiry",
        "layer": "data",
        "state": "not_seen",
        "why": "glare",
        "place": "expiry_date",
        "side": 0,
        "checks": ["data.mrz_against_viz"],
        "mandatory": True,
        "places": [
            {
                "place": "expiry_date",
                "side": 0,
                "state": "not_seen",
                "why": "glare",
                "checks": ["data.mrz_against_viz"],
            }
        ],
    }
    assert {one["layer"]: (one["state"], one["why"]) for one in verdict["layers"]} == {
        "data": ("adverse", None),
        "portrait": ("in_order", None),
        "uv": ("not_seen", "no_light"),
    }
    assert verdict["coverage"] == 0.5


def test_where_nothing_spoke_the_score_is_null(report: Report) -> None:
    """And the prior for readers of 1.1, who know no null; coverage is the share of verified claims in both."""
    silent = replace(report, verdict=replace(report.verdict, score=None))
    assert validated(silent.to_json())["verdict"]["score"] is None
    former = validated(silent.to_json(schema="1.1"), "1.1")["verdict"]
    assert former["score"] == silent.verdict.prior
    assert former["coverage"] == 0.5
    assert not {"claims", "layers"} & set(former)


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(report=REPORT)
def test_whatever_a_report_holds_readers_of_former_versions_can_read_it(report: Report) -> None:
    """The schemas of 1.1 and 2.0 are those that were published, and admit no other key."""
    for version in ("1.1", "2.0"):
        assert validated(report.to_json(schema=version), version)["schema_version"] == version
        known = [key for key in report_json.schema(version)["properties"] if key not in ASKED_FOR]
        assert list(report.to_dict(schema=version)) == known


def test_a_schema_that_is_not_written_is_refused(report: Report) -> None:
    """The error names those that are."""
    with pytest.raises(UsageError, match=r"expected 2\.1, 2\.0 or 1\.1, got '1\.2'"):
        report.to_json(schema="1.2")
    with pytest.raises(UsageError, match=r"expected 2\.1, 2\.0 or 1\.1"):
        report_json.schema("3")


def test_a_check_without_a_value_says_why_as_a_code(report: Report) -> None:
    """One that ended with an error is `check_failed`."""
    told = {entry["check"]: entry["why"] for entry in report.to_dict()["unchecked"]}  # type: ignore[attr-defined]
    assert told["digital.blocks"] == "check_failed"
    assert set(told.values()) <= set(Why)


def test_what_was_not_expected_to_measure_is_marked(report: Report) -> None:
    """A document without a seal has no gap where its seal would be checked."""
    tree: Any = report_json.to_dict(
        replace(report, unchecked=(replace(report.unchecked[0], expected=False),))
    )
    assert tree["unchecked"][0]["expected"] is False


def test_timings_are_written_when_asked_for(report: Report) -> None:
    """After the schema; readers of 1.1 have no place for them."""
    timed = replace(report, timings={"template": 0.25, "mrz.check_digits": 0.001})
    assert "timings" not in timed.to_dict()
    told = timed.to_dict(timings=True)
    jsonschema.validate(told, report_json.schema())
    assert told["timings"] == {"template": 0.25, "mrz.check_digits": 0.001}
    assert "timings" not in timed.to_dict(schema="1.1", timings=True)
