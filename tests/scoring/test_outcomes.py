"""The table: what was measured and where, and nothing that a check read."""

import json

import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Aborted, Abstained, AbstentionKind, Measured, Region
from docforensics.errors import CalibrationError
from docforensics.page.geometry import BoxMm
from docforensics.scoring.counted import ModelCount
from docforensics.scoring.outcomes import Examined, from_line, read_outcomes, to_line

PLACE = Region(
    side=0, box=BoxMm(left=1, top=2, right=3, bottom=4), label="name of the holder", light=Light.UV
)


def examined(**changes: object) -> Examined:
    """Make a document with one outcome of each kind."""
    told = {
        "document": "d",
        "holder": "h",
        "split": "test",
        "is_forged": False,
        "species": "",
        "severity": "",
        "model": "TD3",
        "capture": "flatbed",
        "channel": Channel.SCANNER,
        "lights": frozenset({Light.VISIBLE, Light.UV}),
        "has_template": True,
        "outcomes": {
            "a.measured": Measured(value=0.5, regions=(PLACE,), facts={"surname": "SPECIMEN"}),
            "a.silent": Abstained(
                kind=AbstentionKind.NOT_SUPPORTED, reason="no UV", expected=False, why=Why.NO_LIGHT
            ),
            "a.broken": Aborted(error="ValueError"),
        },
    }
    return Examined(**{**told, **changes})  # type: ignore[arg-type]


def test_a_line_holds_values_and_places_and_no_facts() -> None:
    """Facts may be the holder's."""
    line = to_line(examined())
    assert "SPECIMEN" not in line
    assert "holder of" not in line
    again = from_line(line)
    assert again.value("a.measured") == 0.5
    assert again.value("a.silent") is None
    assert again.outcomes["a.silent"].why is Why.NO_LIGHT  # type: ignore[union-attr]
    (region,) = again.outcomes["a.measured"].regions  # type: ignore[union-attr]
    assert (region.box, region.light) == (PLACE.box, Light.UV)
    assert to_line(again) == line


def test_counts_of_the_model_survive() -> None:
    """What a finding may weigh depends on them, so a table that is judged again needs them."""
    counts = {"a.measured": ModelCount(documents=10, false_alarms=2, values=(3.5,))}
    assert from_line(to_line(examined(counts=counts))).counts == counts
    assert from_line(to_line(examined())).counts == {}


def test_a_table_of_before_there_were_codes_is_read() -> None:
    """The kind of an abstention gives the usual code."""
    line = to_line(examined()).replace(', "why": "no_light"', "")
    assert "why" not in line
    silent = from_line(line).outcomes["a.silent"]
    assert isinstance(silent, Abstained)
    assert (silent.kind, silent.why) == (AbstentionKind.NOT_SUPPORTED, Why.TOO_COARSE)


def test_what_follows_counts() -> None:
    """A document that was measured again stands there twice."""
    lines = [to_line(examined(split="test")), "", to_line(examined(split="calibration"))]
    (one,) = read_outcomes(lines)
    assert one.split == "calibration"


WHOLE = json.loads(to_line(examined(split="test")))
ENDLESS = [float("inf"), "visible", 0, 0, 1, 1]


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        json.dumps({"document": "d"}),
        json.dumps(WHOLE | {"document": ["x"]}),
        json.dumps(WHOLE | {"holder": None}),
        json.dumps(WHOLE | {"outcomes": {"a.b": {"value": 1, "regions": [ENDLESS]}}}),
        json.dumps(WHOLE | {"outcomes": {"a.b": {"value": 10**400, "regions": []}}}),
    ],
)
def test_another_line_is_refused(line: str) -> None:
    """By its number."""
    with pytest.raises(CalibrationError, match="table, line 1"):
        read_outcomes([line])


def test_a_table_that_names_checks_by_old_ids_is_read() -> None:
    """Ids that were renamed stand for the new ones, for one version."""
    line = to_line(examined(outcomes={"data.test_document": Measured(value=1.0)}))
    assert from_line(line).value("data.specimen") == 1.0
