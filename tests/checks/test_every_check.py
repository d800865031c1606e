"""Every check proven alike: what the convention promises holds for each one that is discovered."""

import hashlib
import inspect
import string
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.checks.check import Check
from docforensics.checks.claims import Why
from docforensics.checks.outcome import Aborted, Abstained, Measured, Outcome
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.document import Document
from docforensics.scoring.calibration import load_calibration
from docforensics.scoring.model import EXPERT_BOUND, Basis

Make = Callable[..., Document]
CHECKS = discover_checks(())
TESTS = Path(__file__).parent
SHORT_ZONE = ("P<UTO", "L8989")

NEEDS_NOTHING = {"data.single_page"}
"""What is true of any picture, also of one that shows no zone."""

OF_CLAIMS = {Why.CHECK_FAILED, Why.WEAK_EVIDENCE, Why.NO_POWER, Why.UNSIGNED_TEMPLATE, Why.SWITCHED_OFF}
"""Codes that come of folding outcomes, and of the policy."""
UNCALLED = {
    *(Why.NO_REFERENCE_HERE, Why.NO_SIGNED_DATA, Why.NOT_PRINTED_HERE, Why.NOT_INSTALLED, Why.NO_LIGHT),
}
"""Codes of what the document does not call for. Whoever hides a place must not make a check uncalled for."""
NO_CLAIM = {"data.alerted_number", "data.expired", "data.specimen", "seal.signer_expiry"}
"""Facts that weigh nothing and speak for and against no claim, as do checks that are evaluatory."""

each_check = pytest.mark.parametrize("check", CHECKS, ids=[check.id for check in CHECKS])


PICTURES = {"1x1": ((1, 1), 128), "black": ((704, 1000, 3), 0), "huge": ((3000, 4000, 3), 200)}
"""Pictures that are no document, by shape and value."""


ZONES = (None, SHORT_ZONE, ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "<" * 44))
"""What was read of them."""


@cache
def no_document(make_document: Make, picture: str, lines: tuple[str, ...] | None) -> Document:
    """Make such a document once for all checks: they change nothing of it, as another test proves."""
    return make_document(lines, pixels=np.full(*PICTURES[picture], dtype=np.uint8))


def placeholders(template: str) -> set[str]:
    """Name the facts that a message asks for."""
    return {name.partition(".")[0] for _, name, _, _ in string.Formatter().parse(template) if name}


def fingerprint(document: Document) -> str:
    """Hash everything of a document that a check could write to."""
    digest = hashlib.sha256()
    for side in document.sides:
        arrays = [image.pixels for frames in side.capture.images.values() for image in frames]
        arrays += [*side.page.pixels.values(), side.page.frame.homography]
        for line in side.mrz_reading.characters if side.mrz_reading else ():
            arrays += [array for item in line for array in (item.posterior, item.corners)]
        for array in arrays:
            digest.update(array.tobytes())
    return digest.hexdigest()


@each_check
def test_it_explains_itself(check: Check) -> None:
    """The docstring says what is looked at and what cannot be seen, and names its sources."""
    assert len(check.explanation) > 200
    assert "Cannot see" in check.explanation
    assert "Source" in check.explanation
    assert check.spec.title
    assert check.spec.unit
    assert check.spec.adverse or check.spec.favourable
    assert ("Weight 0: " in check.explanation) is (check.family == "evaluatory")


@each_check
def test_it_has_a_mirrored_test(check: Check) -> None:
    """tests/checks/FAMILY/test_SLUG.py."""
    assert (TESTS / check.family / f"test_{check.slug}.py").is_file()


@each_check
def test_it_has_a_calibration_row(check: Check) -> None:
    """Fitted rows name their data; expert rows stay small; one that is evaluatory has none."""
    if check.family == "evaluatory":
        assert check.id not in load_calibration().rows
        return
    row = load_calibration().rows[check.id]
    assert row.check == check.id
    if row.basis is Basis.EXPERT:
        assert max(abs(row.log10_lr_min), row.log10_lr_max) <= EXPERT_BOUND
    if check.spec.unit == "log10 LR":
        assert row.method == "identity"
    assert row.method == "none" or row.log10_lr(1e9) > 0


@each_check
def test_it_declares_its_claims(check: Check) -> None:
    """What weighs can verify or contradict a claim, each by one way; what weighs nothing declares none."""
    verifies, contradicts = check.spec.verifies, check.spec.contradicts
    assert bool(verifies | contradicts) is (check.family != "evaluatory" and check.id not in NO_CLAIM)
    assert not verifies & contradicts


@each_check
def test_it_abstains_only_with_a_code_of_this_document(check: Check) -> None:
    """A reason that it states once and for all bears a code that a check can give; an engine's codes are no check's."""
    module = sys.modules[check.measure.__module__]
    constants = [value for value in vars(module).values() if isinstance(value, Abstained)]
    assert not {one.why for one in constants} & OF_CLAIMS
    assert all(one.expected or one.why in UNCALLED for one in constants)


@each_check
def test_it_is_deterministic_and_changes_nothing(check: Check, make_document: Make) -> None:
    """The same document gives the same outcome, and is the same afterwards."""
    document = make_document()
    before = fingerprint(document)
    first, second = run_check(check, document), run_check(check, document)
    assert first == second
    assert run_check(check, make_document()) == first
    assert fingerprint(document) == before


@each_check
def test_it_abstains_when_its_needs_are_missing(check: Check, make_document: Make) -> None:
    """Without zone, template and its lights there is nothing to say: that is no failure, and no crash."""
    if check.id in NEEDS_NOTHING:
        return
    outcome = run_check(check, make_document(None, light=Light.TRANSMITTED))
    assert isinstance(outcome, Abstained)
    assert outcome.reason
    assert isinstance(check.measure(make_document(None, light=Light.TRANSMITTED)), Abstained)


@each_check
@pytest.mark.parametrize("picture", PICTURES)
def test_it_survives_what_is_no_document(check: Check, make_document: Make, picture: str) -> None:
    """A pixel, a black page and a huge one are examined without a crash, with a zone and without."""
    for lines in ZONES:
        outcome = run_check(check, no_document(make_document, picture, lines))
        assert not isinstance(outcome, Aborted), outcome


@each_check
def test_what_it_leaves_open_it_can_say(check: Check) -> None:
    """What is left open needs a sentence to stand in, and a sentence for it needs the text."""
    module = inspect.getsource(sys.modules[check.measure.__module__])
    assert bool(check.spec.undecided) is ("left_open=" in module)
    assert "{left_open}" in check.spec.undecided or not check.spec.undecided


@each_check
def test_its_messages_ask_only_for_facts_that_it_gives(
    check: Check, make_document: Make, td3: tuple[str, ...]
) -> None:
    """Whatever was measured can be put into words."""
    outcomes: list[Outcome] = [
        run_check(check, make_document(lines))
        for lines in (td3, (td3[0], "7" * 44), (td3[0], td3[1][:-2]), ("X1QQQ" + td3[0][5:], td3[1]))
    ]
    measured = [outcome for outcome in outcomes if isinstance(outcome, Measured)]
    for outcome in measured:
        values = {**outcome.facts, "value": outcome.value}
        for template, given in (
            (check.spec.adverse, values),
            (check.spec.favourable, values),
            (check.spec.undecided, {**values, "left_open": outcome.left_open}),
        ):
            assert template.format(**given) or not template
            assert placeholders(template) <= set(given)
        assert check.spec.personal_facts <= {*outcome.facts, "left_open"}
    # What it looks at may be made only in its own test: a template, print, further sides, an image in UV.
    own = (TESTS / check.family / f"test_{check.slug}.py").read_text(encoding="utf-8")
    assert measured or "Measured)" in own
