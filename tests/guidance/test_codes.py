"""Every sentence that a report may hold has a code, and every code its meaning."""

import ast
import importlib.util
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from docforensics.capture.light import Light
from docforensics.checks.claims import Why
from docforensics.checks.data.expired import EXPIRED
from docforensics.checks.data.sides_agree import DIFFERENT_ZONES
from docforensics.checks.data.specimen import NOTE, SIGNS
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import _CHANNEL_NEEDS
from docforensics.guidance.codes import (
    OTHER,
    SentenceKind,
    code_of,
    code_of_limit,
    code_of_step,
    coded_sentences,
    codes_of_needs,
    codes_of_notes,
)
from docforensics.guidance.steps import Step
from docforensics.guidance.words import Text, sentences, text
from docforensics.scoring.judge import AS_GENUINE, HELD
from docforensics.scoring.shift import Shift

ROOT = Path(__file__).parents[2]
_PUT_TOGETHER = "capture_too_blurred"
_STATED = {"undetermined", "not_supported", "Abstained"}


def stated(kind: SentenceKind) -> Iterator[str]:
    """Give the sentences of the package's abstentions, what is filled in by code as `{...}`."""
    keyword, place = ("reason", 0) if kind is SentenceKind.REASON else ("needs", 1)
    for file in sorted((ROOT / "docforensics").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _STATED:
                given = [one.value for one in node.keywords if one.arg == keyword] + node.args[
                    place : place + 1
                ]
                yield from (sentence for one in given if (sentence := _written(one)))


def _written(node: ast.expr) -> str:
    """Give a literal text; empty for what is only put together when it runs."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if not isinstance(node, ast.JoinedStr):
        return ""
    parts = [one.value if isinstance(one, ast.Constant) else "{x}" for one in node.values]
    return "".join(map(str, parts))


@pytest.mark.parametrize("kind", [SentenceKind.REASON, SentenceKind.NEED])
def test_every_sentence_of_an_abstention_has_a_code(kind: SentenceKind) -> None:
    """A check that words a new reason or need adds a line to `data/codes.toml`."""
    found = {one for one in stated(kind) if one != "from a table"}
    assert len(found) > 30
    of_one = codes_of_needs if kind is SentenceKind.NEED else lambda one: (code_of(kind, one),)
    assert [one for one in sorted(found) if OTHER in of_one(one.replace("{x}", "7"))] == []


def test_no_code_stands_for_a_sentence_that_nobody_writes() -> None:
    """Every line of the file is a literal text of the package; `_PUT_TOGETHER` is one sentence of two texts."""
    package = "\n".join(
        file.read_text(encoding="utf-8") for file in sorted((ROOT / "docforensics").rglob("*.py"))
    )
    # Texts over several lines of source are one.
    joined = re.sub(r"[\"']\s*\n\s*f?[\"']", "", package).replace("\\'", "'")
    blank = re.compile(r"\{\w+\}")
    unused = [
        (kind.value, code)
        for kind in SentenceKind
        for code, sentence in coded_sentences(kind).items()
        if code != _PUT_TOGETHER and not all(part.strip() in joined for part in blank.split(sentence))
    ]
    assert unused == []


def test_needs_of_lights_channels_and_equipment_have_codes() -> None:
    """Those that are put together have the codes of their parts."""
    said = [light.facts.needs for light in Light]
    said += [*_CHANNEL_NEEDS.values(), *(check.spec.equipment for check in discover_checks(plugins=()))]
    assert [one for one in said if OTHER in codes_of_needs(one)] == []
    both = f"{Light.UV.facts.needs} and {Light.IR.facts.needs}"
    assert codes_of_needs(both) == ("uv_lamp", "ir_camera")
    assert codes_of_needs("") == ()
    assert codes_of_needs("a crystal ball or a UV lamp, 365 nm") == (OTHER,)


def test_notes_have_codes() -> None:
    """What a template or another package notes has none of its own."""
    shift = Shift(condition="scanner", n_genuine=40, n_forged=0, checks={}, total=0.0)
    notes = (
        EXPIRED,
        DIFFERENT_ZONES,
        NOTE.format(sign=SIGNS[0]),
        HELD,
        AS_GENUINE,
        "The policy refers every specimen or test document.",
        "The policy requires mrz.length, which gave no value.",
        "REFER by the policy post: stop the queue",
        shift.note,
        "A mark of 2019.",
    )
    assert codes_of_notes(notes) == (
        "expired",
        "different_zones",
        "specimen",
        "held",
        "as_genuine",
        "policy_refers_specimens",
        "mandatory_check_silent",
        "policy_meaning",
        "own_threshold",
        OTHER,
    )


def test_steps_and_limits_have_the_keys_of_the_catalogue() -> None:
    """A step that a check advises names the check."""
    assert code_of_step(Step(english="Look.", key="face")) == "face"
    assert code_of_step(Step(english="Look.", key="advice", check="mrz.length")) == "advice.mrz.length"
    for key in sentences()["limits"]:
        assert code_of_limit(Text(english=sentences()["limits"][key])) == key
    assert code_of_limit(text("limits", "held", held=2)) == "held"
    assert code_of_limit(Text(english="Something else.")) == OTHER


@pytest.fixture(name="tool", scope="module")
def fixture_tool() -> ModuleType:
    """Load tools/codes.py."""
    spec = importlib.util.spec_from_file_location("codes_tool", ROOT / "tools" / "codes.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool


def test_the_committed_codes_are_the_generated_ones(tool: ModuleType) -> None:
    """File and page, byte for byte (`make schema`)."""
    assert tool.FILE.read_text(encoding="utf-8") == tool.text()
    assert tool.PAGE.read_text(encoding="utf-8") == tool.page()


def test_every_code_has_a_meaning(tool: ModuleType) -> None:
    """Of the closed lists every member, of sentences the sentence."""
    codes = tool.codes()
    assert set(codes["why"]) == {why.value for why in Why}
    for kind in SentenceKind:
        assert set(coded_sentences(kind)) <= set(codes[kind.value])
    assert set(codes["check"]) == {check.id for check in discover_checks(plugins=())}
    assert all(meaning.strip() for table in tool.tables().values() for meaning in table.values())
