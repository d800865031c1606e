"""Counting false alarms on genuine documents: compared with templates that never saw them, and what that allows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from docforensics import counting, own_values
from docforensics.capture.model import Channel
from docforensics.capture.side import Capture
from docforensics.checks.spec import CheckSpec, DeclaredCheck
from docforensics.counting import Counted, count_by_folds, count_on, with_counts
from docforensics.errors import TemplateError, UsageError
from docforensics.examiner import Examiner
from docforensics.model_counts import counts_of_model
from docforensics.own_values import with_own_values
from docforensics.resources import models_folder
from docforensics.scoring.model import OutcomeClass, Result
from docforensics.scoring.policy import Policy
from docforensics.templates import store
from docforensics.templates.learning.learn import OTHER_ZONES, learn_template
from docforensics.templates.model import Template
from docforensics.templates.shown import AlarmCount
from docforensics.templates.store import TemplateStore, load_template
from docforensics.templates.taken_files import naming_files

UTOPIA = models_folder() / "templates" / "UTO-P-2-2023"
FORGED = "sample_docs/documents/td3-2-0000-flatbed-photo-digital-ordinary/data-page-white.jpg"
GENUINE = "sample_docs/documents/td3-2-0001-flatbed/data-page-white.jpg"
COUNT = AlarmCount(check="a.b", channel=Channel.SCANNER, documents=10, false_alarms=1)


@pytest.fixture(scope="module")
def template() -> Template:
    """The shipped one."""
    return load_template(UTOPIA)


def captures(number: int) -> list[Capture]:
    """A genuine page, over and over."""
    return [Capture.load(visible=GENUINE, channel="scanner")] * number


class _Learner:
    """Notes what each template was learned from."""

    def __init__(self, template: Template) -> None:
        self.template = template
        self.learned: list[tuple[int, ...]] = []

    def __call__(self, some: Sequence[Capture], holders: Sequence[int]) -> Template:
        assert len(some) == len(holders)
        self.learned.append(tuple(holders))
        return self.template


def test_no_document_is_held_against_a_template_that_saw_it(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Captures of one document stand in one part, and count once."""
    asked: list[tuple[int, ...]] = []
    learner = _Learner(template)
    examined = counting._Tally.add

    def noted(tally: counting._Tally, holder: int, channel: Channel, report: object) -> None:
        asked.append((holder, *learner.learned[-1]))
        examined(tally, holder, channel, report)  # type: ignore[arg-type]

    monkeypatch.setattr(counting._Tally, "add", noted)
    holders = [0, 0, 1, 2]
    page = Path(GENUINE).read_bytes()
    given = [Capture.load(visible=page + bytes(number), channel="scanner") for number in range(len(holders))]
    found = count_by_folds(given, learner, holders=holders)
    assert len(asked) == len(holders)
    assert all(holder not in rest for holder, *rest in asked)
    assert {holder for holder, *_rest in asked} == set(holders)
    assert (found.documents, found.fitted) == (3, 3)
    assert {one.documents for one in found.counts} == {3}


def test_captures_and_holders_must_go_together(template: Template) -> None:
    """Clear errors instead of counts that mean nothing."""
    with pytest.raises(UsageError, match="at least one genuine capture"):
        count_on(template, [])
    with pytest.raises(UsageError, match="a holder for each of 2"):
        count_on(template, captures(2), holders=[0])
    with pytest.raises(UsageError, match="with their channel"):
        count_on(template, [GENUINE])  # type: ignore[list-item]
    blank = Capture.load(visible=np.full((300, 400, 3), 200, np.uint8), channel="scanner")
    with pytest.raises(UsageError, match="fits none of 1"):
        count_on(template, [blank])
    with pytest.raises(UsageError, match="two documents or more"):
        count_by_folds([*captures(1), blank], _Learner(template), holders=[0, 0])


def test_a_document_counts_once(template: Template) -> None:
    """Not twice in one call, not again in a later one, and not where the template was learned from it; the holder is not known by it."""
    with pytest.raises(UsageError, match=r"capture 2 \(data-page-white.jpg\) is given twice"):
        count_on(template, captures(2))
    with pytest.raises(UsageError, match=r"capture 2 \(data-page-white.jpg\) is given twice"):
        count_by_folds(captures(2), _Learner(template))
    (genuine,) = captures(1)
    files = (genuine.primary.sha256,)
    counted = with_counts(template, Counted(counts=(COUNT,), documents=10, fitted=10, files=files))
    learned = replace(template, provenance=naming_files(files, template.provenance))
    for taken in (counted, learned):
        with pytest.raises(UsageError, match="was counted before, or the template was learned from it"):
            count_on(taken, [genuine])
    assert set(counted.provenance) - set(template.provenance) <= {"files"}


def test_a_document_that_was_saved_anew_counts_once(template: Template) -> None:
    """Fourteen files of one document would bound nothing; a statement that they are of several is refused."""
    page = Path(GENUINE).read_bytes()
    saved = [Capture.load(visible=page + bytes(number), channel="scanner") for number in range(2)]
    found = count_on(template, saved)
    assert (found.documents, {one.documents for one in found.counts}) == (1, {1})
    with pytest.raises(TemplateError, match="captures 0 and 1 are stated to be of holders 3 and 4"):
        count_on(template, saved, holders=[3, 4])


def test_what_was_read_already_counts_as_if_it_were_read_for_it(template: Template) -> None:
    """Also with a template that counted before; the pictures of the pages are not kept for it."""
    (genuine,) = captures(1)
    known = replace(template, counts=(COUNT,))
    examiner = counting.examiner_of(known)
    report = counting.report_uncounted(examiner.read(genuine), examiner)
    assert report.pages == ()
    assert counting.count_reports(known, [genuine], [report], [0]) == count_on(known, [genuine])


def test_a_template_without_a_digest_is_examined_with_before_its_pictures_are_encoded(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its reports go nowhere; two such templates are never taken for one, and one with a digest is named by it."""
    monkeypatch.setattr(store, "to_parts", lambda _template: pytest.fail("encoded"))
    made = [counting.examiner_of(replace(template, digest="")) for _ in range(2)]
    names = [one._readers.templates.template(0).digest for one in made]
    assert len({*names, ""}) == 3
    assert counting.examiner_of(template)._readers.templates.template(0).digest == template.digest


def test_counts_are_added_by_check_and_channel(template: Template) -> None:
    """A signature is not kept: the pack has changed."""
    photo = replace(COUNT, channel=Channel.PHOTO)
    counted = Counted(counts=(COUNT, photo), documents=10, fitted=10)
    once = with_counts(replace(template, counts=(), signed_by="someone"), counted)
    twice = with_counts(once, replace(counted, counts=(COUNT,)))
    assert once.signed_by == ""
    assert twice.counts == (photo, replace(COUNT, documents=20, false_alarms=2))


def test_a_genuine_page_is_counted_without_false_alarm(template: Template) -> None:
    """By its own channel, with every check that measured."""
    found = count_on(template, [Capture.load(visible=GENUINE, channel="scanner")])
    assert (found.documents, found.fitted, dict(found.alarms)) == (1, 1, {})
    assert {one.channel for one in found.counts} == {Channel.SCANNER}
    assert {"security.background_print", "mrz.check_digits"} <= {one.check for one in found.counts}
    forged = count_on(template, [Capture.load(visible=FORGED, channel="scanner")])
    assert forged.documents == 1
    assert "portrait.portrait_ring" in forged.alarms


def test_a_template_takes_what_checks_show_on_its_own_captures(template: Template) -> None:
    """Of those checks that look at it, one value a capture; a capture that the template does not fit shows nothing."""
    blank = Capture.load(visible=np.full((300, 400, 3), 200, np.uint8), channel="scanner")
    found = with_own_values(template, [*captures(1), blank])
    names = {one.check for one in found.own}
    assert {"portrait.portrait_border", "security.colour", "security.print_technique"} <= names
    assert {"data.typeface:style_1", "data.typeface:coarse_12", "data.typeface:misfit"} <= names
    assert any(name.startswith("data.paper_at_values:level_by_pieces@") for name in names)
    assert "data.typeface" not in names
    assert "security.background_print" not in names
    assert {len(one.values) for one in found.own} == {1}
    assert found.own_values("portrait.portrait_border")[0] < 3.0
    assert (found.digest, found.signed_by) == ("", "")


def test_a_template_takes_the_facts_that_a_check_compares_pages_with(template: Template) -> None:
    """The pitch of the zone in millimetres, and not how far it departs; nothing that is no number."""
    found = with_own_values(replace(template, n_captures=3), captures(1))
    (pitch,) = found.own_values("mrz.alignment:pitch")
    (size,) = found.own_values("mrz.alignment:size")
    assert pitch == pytest.approx(2.54, rel=0.01)
    assert size == pytest.approx(1.0, abs=0.03)
    assert found.own_values("mrz.alignment") == ()


def test_what_a_check_takes_off_itself_is_kept_as_what_is_left(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A line along one side of all portraits: the values are measured again on a template that holds it."""
    border, top = "portrait.portrait_border", "portrait.portrait_border:top"
    told: list[Template] = []

    def shown(on: Template, *_: object) -> dict[str, list[float]]:
        told.append(on)
        again = bool(on.own)
        return {border: [0.5] * 3} if again else {border: [9.0] * 3, top: [9.0, 9.5, 9.2], "mrz.x:y": [1.0]}

    monkeypatch.setattr(own_values, "_shown", shown)
    found = with_own_values(template, [])
    assert [{one.check for one in on.own} for on in told] == [set(), {top, "mrz.x:y"}]
    assert found.own_values(border) == (0.5, 0.5, 0.5)
    assert found.own_values(top) == (9.0, 9.5, 9.2)


def test_facts_that_a_value_is_not_less_by_are_measured_once(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """How much of a page glows otherwise on each document is no share of print that is missing."""
    told: list[Template] = []

    def shown(on: Template, *_: object) -> dict[str, list[float]]:
        told.append(on)
        return {"security.uv_print": [0.0] * 4, "security.uv_print:varying": [0.2] * 4}

    monkeypatch.setattr(own_values, "_shown", shown)
    found = with_own_values(template, [])
    assert len(told) == 1
    assert found.own_values("security.uv_print:varying") == (0.2,) * 4


def test_without_counts_what_no_real_document_was_counted_on_refers_nothing_alone(template: Template) -> None:
    """The claim is contradicted all the same, so the document is not clear; with counts of its model it is referred."""
    held = Policy.load()
    assert held.hold_uncounted
    capture = Capture.load(visible=FORGED, channel="scanner")
    outcomes = {}
    for name, counts in (("counted", template.counts), ("uncounted", ())):
        store = TemplateStore([replace(template, counts=counts)])
        report = Examiner(templates=store).examine(capture)
        outcomes[name] = report.verdict.log10_lr
        assert report.verdict.outcome is not OutcomeClass.CLEAR
    assert outcomes["uncounted"] < outcomes["counted"]


def test_what_was_adverse_is_kept_once_a_document(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The most adverse of its captures; nothing of what was in order; and a later count adds its own."""

    def report(*shown: tuple[str, Result, float]) -> object:
        findings = [SimpleNamespace(check=name, result=result, value=value) for name, result, value in shown]
        return SimpleNamespace(findings=findings, sides=[SimpleNamespace(template="one")])

    tally = counting._Tally()
    for holder, result, value in (
        (0, Result.FAILED, 2.0),
        (0, Result.FAILED, 3.123456789),
        (0, Result.SUCCESSFUL, 9.0),
        (1, Result.FAILED, 5.0),
        (2, Result.SUCCESSFUL, 0.5),
    ):
        tally.add(holder, Channel.SCANNER, report(("a.b", result, value)))  # type: ignore[arg-type]
    found = tally.counted()
    (count,) = found.counts
    assert (count.documents, count.false_alarms, count.values) == (3, 2, (5.0, 3.12346))
    (both,) = with_counts(replace(template, counts=(replace(COUNT, values=(4.0,)),)), found).counts
    assert (both.documents, both.false_alarms, both.values) == (13, 3, (5.0, 4.0, 3.12346))
    tally.add(3, Channel.SCANNER, report(("a.b", Result.FAILED, float("inf"))))  # type: ignore[arg-type]
    (endless,) = tally.counted().counts
    assert (endless.documents, endless.false_alarms, endless.values) == (4, 3, (5.0, 3.12346))
    monkeypatch.setattr(counting, "MOST_VALUES", 1)
    assert tally.counted().counts[0].values == (5.0,)
    (partly,) = with_counts(replace(template, counts=(COUNT,)), found).counts
    assert (partly.false_alarms, partly.values) == (3, (5.0,))


def test_of_two_sides_a_finding_is_held_against_what_both_counted(
    template: Template, document_of: Callable[..., object]
) -> None:
    """Which side it is of is not known: what one side showed at 5.0 bounds a finding of 4.0, and at 6.0 the fewer documents of the other."""
    counts = (replace(COUNT, values=(5.0,)),), (replace(COUNT, documents=7, false_alarms=0),)
    found = counts_of_model(document_of(template, *counts), ())["a.b"]  # type: ignore[arg-type]
    assert (found.documents, found.false_alarms, found.values) == (10, 1, ())
    many = (replace(COUNT, values=(5.0,)),), (replace(COUNT, documents=20, false_alarms=0),)
    found = counts_of_model(document_of(template, *many), ())["a.b"]  # type: ignore[arg-type]
    assert (found.documents, found.false_alarms, found.values) == (10, 1, (5.0,))


@pytest.mark.parametrize(
    ("first", "second", "documents"),
    [
        ((COUNT,), (replace(COUNT, documents=4),), 4),
        ((replace(COUNT, documents=5, false_alarms=4),), (replace(COUNT, documents=2, false_alarms=0),), 5),
        ((COUNT,), (), None),
        ((COUNT,), (replace(COUNT, channel=Channel.PHOTO),), None),
        ((COUNT,), (replace(COUNT, check="c.d"),), 10),
    ],
)
def test_over_several_sides_the_least_count_holds(
    first: tuple[AlarmCount, ...],
    second: tuple[AlarmCount, ...],
    documents: int | None,
    template: Template,
    document_of: Callable[..., object],
) -> None:
    """A side whose template holds no counts in this channel leaves none."""
    found: Mapping[str, object] = counts_of_model(document_of(template, first, second), ())  # type: ignore[arg-type]
    assert getattr(found.get("a.b"), "documents", None) == documents


def test_a_side_without_a_template_takes_no_count_from_a_check_that_looks_at_none(
    template: Template, document_of: Callable[..., object]
) -> None:
    """A blank page that was sent as well: of any other check it is not known which side a finding is of."""
    counts = (COUNT, replace(COUNT, check="c.d"))
    specs = {"a.b": CheckSpec(title="", unit="", needs_template=True), "c.d": CheckSpec(title="", unit="")}
    checks = [DeclaredCheck(family=name[0], slug=name[2], spec=spec) for name, spec in specs.items()]
    made = document_of(template, counts, counts)
    made.sides[1].match = None  # type: ignore[attr-defined]
    assert set(counts_of_model(made, checks)) == {"a.b"}  # type: ignore[arg-type]
    assert set(counts_of_model(document_of(template, counts, ()), checks)) == set()  # type: ignore[arg-type]


@pytest.fixture
def document_of() -> Callable[..., object]:
    """Make a document of which only channels, matches and their templates are asked."""

    class _Made:
        def __init__(self, template: Template, *counts: tuple[AlarmCount, ...]) -> None:
            self.channels = (Channel.SCANNER,) * len(counts)
            self.sides = [
                SimpleNamespace(match=SimpleNamespace(template=replace(template, counts=one)))
                for one in counts
            ]

    return _Made


class _ZoneLearner(_Learner):
    """Notes the sides with zones as well."""

    def __call__(
        self, some: Sequence[Capture], holders: Sequence[int], zone_sides: Sequence[Capture | None] = ()
    ) -> Template:
        self.sides = [*getattr(self, "sides", []), zone_sides]
        return super().__call__(some, holders)


def _front(page: Capture, rows: int = 0) -> Capture:
    """The page without its zone, some rows shorter, so that it is another picture."""
    pixels = page.primary.pixels.copy()
    strip = pixels[-pixels.shape[0] // 3 :]
    strip[:] = np.median(strip.reshape(-1, 3), axis=0)
    return Capture.load(visible=pixels[: pixels.shape[0] - rows], channel="scanner", dpi=page.dpi)


def test_what_compares_two_sides_is_counted_with_the_side_that_bears_the_zone() -> None:
    """And nothing that this side shows by itself, which counts with its own template; places have the names of what the zone states."""
    learned, other = (
        [
            Capture.load(visible=f"sample_docs/documents/{card}/{side}-white.jpg", channel="scanner")
            for side in ("front", "back")
        ]
        for card in ("td1-0008-flatbed", "td1-0009-flatbed")
    )
    template = learn_template(learned[:1], zone_sides=learned[1:])
    assert {"surname", "given-names", "date-of-birth"} <= {one.name for one in template.features}
    assert (template.model, template.provenance[OTHER_ZONES]) == (None, "1 of 1")
    both = count_on(template, other[:1], zone_sides=other[1:])
    alone = count_on(template, other[:1])
    assert (both.fitted, alone.fitted) == (1, 1)
    assert {*both.counts} > {*alone.counts}
    extra = {one.check for one in both.counts} - {one.check for one in alone.counts}
    assert "data.mrz_against_viz" in extra
    assert not [check for check in extra if check.startswith("mrz.")]
    unread = learn_template(learned[:1], zone_sides=other[:1])
    assert unread.provenance[OTHER_ZONES] == "0 of 1"
    for sides, words in (
        (learned[:1], "number 1 is the picture that is learned"),
        (other, "captures, got 2"),
    ):
        with pytest.raises(TemplateError, match=words):
            learn_template(learned[:1], zone_sides=sides)


def test_folds_keep_each_capture_with_the_side_of_its_own_document(
    template: Template, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In learning and in examining."""
    page = Capture.load(visible=GENUINE, channel="scanner")
    backs = [page, Capture.load(visible=Path(GENUINE).read_bytes() + b"0", channel="scanner")]
    fronts = [_front(page), _front(page, rows=1)]
    read: list[list[Capture]] = []
    reads = Examiner.read

    def noted(examiner: Examiner, source: list[Capture], **more: object) -> object:
        read.append(source)
        return reads(examiner, source, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Examiner, "read", noted)
    learner = _ZoneLearner(template)
    found = count_by_folds(fronts, learner, holders=[0, 1], zone_sides=backs)
    assert (found.fitted, learner.learned) == (2, [(1,), (0,)])
    assert learner.sides == [[backs[1]], [backs[0]]]
    assert read == [[fronts[0], backs[0]], [fronts[1], backs[1]]]


def test_sides_with_zones_that_cannot_be_are_refused(template: Template) -> None:
    """With what to give instead."""
    (page,) = captures(1)
    fronts = [_front(page), _front(page, rows=1)]
    blank = Capture.load(visible=np.full((300, 400, 3), 200, np.uint8), channel="scanner")
    photo = Capture.load(visible=GENUINE, channel="photo")
    for sides, words in (
        ([None], "one or None for each of 2 captures, got 1"),
        ([GENUINE, page], r"of the channel of those that are counted on \(scanner\); number 1 is none"),
        ([None, photo], "number 2 is none"),
        ([fronts[0], page], "number 1 is the picture that is counted on"),
        ([page, page], "number 2 is given for another document as well"),
    ):
        with pytest.raises(UsageError, match=words):
            count_on(template, fronts, zone_sides=sides)  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="none shows a machine readable zone"):
        count_on(template, fronts[:1], zone_sides=[blank])
