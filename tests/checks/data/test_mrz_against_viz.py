"""The zones against each other: what agrees, what disagrees, what was not seen."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from docforensics.checks.claims import FIELD_CLAIMS, ClaimId, Why
from docforensics.checks.data import mrz_against_viz
from docforensics.checks.data.mrz_against_viz import doubted, measure
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.checks.registry import discover_checks
from docforensics.checks.run import run_check
from docforensics.checks.support import left_blank, wording
from docforensics.checks.support.mrz_print import read_print
from docforensics.document import Document
from docforensics.page.geometry import BoxMm
from docforensics.templates.model import Feature, FeatureKind
from docforensics.viz.fields.zone import FieldCheck, FieldState

Make = Callable[..., Document]
PX = 8.0
GENUINE = {
    (44, 14): "L898902C3",
    (44, 22): "ERIKSSON",
    (44, 29): "ANNA MARIA",
    (44, 36): "12 AUG 1974",
    (100, 36): "F",
    (44, 43): "UTOPIAN",
    (44, 50): "16 APR 2020",
    (84, 50): "15 APR 2030",
}
ADVERSE = 0.301


@cache
def drawn(changes: tuple[tuple[tuple[int, int], str], ...] = ()) -> np.ndarray:
    """Draw a page whose print says what ICAO's specimen says, but for some places (x, y in mm)."""
    page = np.full((704, 1000, 3), 228, np.uint8)
    for (left, top), text in {**GENUINE, **dict(changes)}.items():
        at = (round(left * PX), round(top * PX))
        cv2.putText(page, text, at, cv2.FONT_HERSHEY_DUPLEX, 0.72, (25, 25, 30), 1, cv2.LINE_AA)
    return page


def page(**changes: str) -> np.ndarray:
    """Change the print of some places, named by what they are."""
    places = {
        "number": (44, 14),
        "surname": (44, 22),
        "birth": (44, 36),
        "issue": (44, 50),
        "expiry": (84, 50),
    }
    return drawn(tuple((places[name], text) for name, text in changes.items()))


def facts(outcome: Outcome) -> dict[str, object]:
    """Give the facts of an outcome that must have been measured."""
    assert isinstance(outcome, Measured), outcome
    return dict(outcome.facts)


def value(outcome: Outcome) -> float:
    """Give the weight of an outcome that must have been measured."""
    assert isinstance(outcome, Measured), outcome
    return outcome.value


def test_a_genuine_page_agrees(make_document: Make) -> None:
    """Every field is seen, and that says little."""
    outcome = measure(make_document(pixels=page()))
    assert -0.2 < value(outcome) < 0
    assert facts(outcome)["disagreeing"] == ""
    for field in ("document number", "date of birth", "date of expiry", "surname", "given names"):
        assert field in str(facts(outcome)["agreeing"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "L898962C3"}, "document number"),
        ({"birth": "12 AUG 1976"}, "date of birth"),
        ({"birth": "12 JUL 1974"}, "date of birth"),
        ({"expiry": "15 APR 2036"}, "date of expiry"),
    ],
)
def test_one_altered_character_of_the_visual_zone_is_found(
    make_document: Make, changes: dict[str, str], field: str
) -> None:
    """The field is named and marked in both zones."""
    outcome = measure(make_document(pixels=page(**changes)))
    assert value(outcome) > ADVERSE
    assert facts(outcome)["disagreeing"] == field
    assert isinstance(outcome, Measured)
    assert len(outcome.regions) == 2


@pytest.mark.parametrize(("left", "right"), [(60.0, 75.0), (36.0, 51.0)])
def test_a_name_cut_by_glare_is_no_other_name(make_document: Make, left: float, right: float) -> None:
    """What is left of it was not seen, and is no disagreement; uncut, another name is one."""
    noise = np.random.default_rng(5).normal(0, 1.5, (704, 1000, 3))
    drawn_page = np.clip(page(surname="ERIKSBERGHALL") + noise, 0, 255).astype(np.uint8)
    burnt = drawn_page.copy()
    burnt[128:190, round(left * PX) : round(right * PX)] = 255
    outcome = measure(make_document(pixels=burnt))
    assert "surname" in str(facts(outcome)["not_seen"])
    assert value(outcome) <= 0


def test_one_altered_character_of_the_coded_line_is_found(make_document: Make, td3: tuple[str, ...]) -> None:
    """Whether or not its digits were computed anew is another check's question."""
    altered = (td3[0], td3[1].replace("7408122", "7508122"))
    assert facts(measure(make_document(altered, pixels=page())))["disagreeing"] == "date of birth"


def test_a_date_of_issue_is_not_taken_for_the_expiry(make_document: Make) -> None:
    """Where the expiry cannot be read, the other date ten years before says nothing."""
    outcome = measure(make_document(pixels=page(expiry="", issue="15 APR 2020")))
    assert value(outcome) < ADVERSE
    assert "date of expiry" in str(facts(outcome)["not_seen"])


def test_a_lookalike_is_no_disagreement(make_document: Make) -> None:
    """O printed for 0 is left to whoever looks at it."""
    assert value(measure(make_document(pixels=page(number="L8989O2C3")))) < ADVERSE


def test_a_doubtful_mrz_disagrees_with_nothing(make_document: Make, td3: tuple[str, ...]) -> None:
    """Where the coded line may as well say what the print says, a misread explains it."""
    altered = (td3[0], td3[1].replace("7408122", "7508122"))
    doubts = {(1, 14): {"5": 0.6, "4": 0.39}}
    assert value(measure(make_document(altered, pixels=page(), doubts=doubts))) < ADVERSE


def test_a_transliterated_name_agrees(make_document: Make) -> None:
    """MUELLER in the MRZ is MULLER in print, where the umlaut's dots were lost or left out."""
    lines = ("P<UTOMUELLER<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F3004157ZE184226B<<<<<16")
    outcome = measure(make_document(lines, pixels=page(surname="MULLER")))
    assert "surname" in str(facts(outcome)["agreeing"])
    other = measure(make_document(lines, pixels=page(surname="MILLAR")))
    assert "surname" not in str(facts(other)["agreeing"])


def test_another_side_may_show_the_visual_zone(make_document: Make) -> None:
    """As on cards, whose MRZ stands on the back."""
    back, front = make_document(), make_document(None, pixels=page(birth="12 AUG 1976"))
    both = replace(back, sides=(*back.sides, *front.sides))
    outcome = measure(both)
    assert facts(outcome)["disagreeing"] == "date of birth"
    assert isinstance(outcome, Measured)
    assert {region.side for region in outcome.regions} == {0, 1}


def test_a_disagreement_on_any_side_counts(make_document: Make) -> None:
    """A second front whose print agrees does not answer for the first, in whatever order they come."""
    back, altered, fine = (
        make_document(),
        make_document(None, pixels=page(birth="12 AUG 1976")),
        make_document(None, pixels=page()),
    )
    for fronts in ((altered, fine), (fine, altered)):
        both = replace(back, sides=(*back.sides, *(side for front in fronts for side in front.sides)))
        assert facts(measure(both))["disagreeing"] == "date of birth"


def test_a_genuine_page_does_not_answer_for_an_altered_one(make_document: Make) -> None:
    """Each picture of a page is held against its own zone; the same page twice agrees as it does once."""
    fine, altered = make_document(pixels=page()), make_document(pixels=page(birth="12 AUG 1976"))
    check = next(check for check in discover_checks() if check.id == "data.mrz_against_viz")
    for pages in ((fine, altered), (altered, fine)):
        outcome = run_check(check, replace(fine, sides=(*pages[0].sides, *pages[1].sides)))
        assert value(outcome) == value(measure(altered)) > ADVERSE
        assert isinstance(outcome, Measured)
        assert {region.side for region in outcome.regions} == {pages.index(altered)}
    twice, once = run_check(check, replace(fine, sides=fine.sides * 2)), measure(fine)
    assert isinstance(twice, Measured)
    assert isinstance(once, Measured)
    assert replace(twice, sightings=()) == replace(once, sightings=())
    seen = {(one.claim, one.place, one.why) for one in once.sightings}
    assert seen == {(one.claim, one.place, one.why) for one in twice.sightings}
    fields = [one for one in twice.sightings if one.claim in FIELD_CLAIMS]
    assert {one.side for one in fields if one.why is None} == {0, 1}, (
        "every picture of a page has to show every field"
    )


def test_every_field_of_the_zone_is_stated(make_document: Make) -> None:
    """A field that agrees was seen, one that differs is odd, and one that was not found is unreadable."""
    agreeing, odd = (
        measure(make_document(pixels=page())),
        measure(make_document(pixels=page(birth="12 AUG 1976"))),
    )
    assert isinstance(agreeing, Measured)
    assert isinstance(odd, Measured)
    assert {one.claim for one in agreeing.sightings} == FIELD_CLAIMS | {ClaimId.ONE_DOCUMENT}
    assert {one.place for one in odd.sightings if one.is_odd} == {"birth_date"}
    unseen = {one.place for one in agreeing.sightings if one.why is Why.UNREADABLE}
    assert unseen == {name for name in facts(agreeing)["not_seen"].split(", ") if name}


def test_print_of_one_side_that_disagrees_with_the_zone_of_another_may_be_of_another_document(
    make_document: Make,
) -> None:
    """The back of one card and the front of another; on the side of the zone itself the field alone is contradicted."""
    back = make_document()
    fronts = {
        birth: make_document(None, pixels=page(**({"birth": birth} if birth else {})))
        for birth in ("", "12 AUG 1976")
    }
    for birth, front in fronts.items():
        outcome = measure(replace(back, sides=(*back.sides, *front.sides)))
        assert isinstance(outcome, Measured)
        said = [one.is_odd for one in outcome.sightings if one.claim is ClaimId.ONE_DOCUMENT]
        assert said == [bool(birth)]
    own = measure(make_document(pixels=page(birth="12 AUG 1976")))
    assert isinstance(own, Measured)
    assert not any(one.is_odd for one in own.sightings if one.claim is ClaimId.ONE_DOCUMENT)


def test_an_empty_page_makes_it_abstain(make_document: Make) -> None:
    """Nothing was seen, so nothing is said: a portrait page without print is no failure."""
    assert isinstance(measure(make_document()), Abstained)
    assert isinstance(measure(make_document(None)), Abstained)


def test_a_line_of_another_length_makes_it_abstain(make_document: Make, td3: tuple[str, ...]) -> None:
    """Fields cannot be told in it."""
    assert isinstance(measure(make_document((td3[0], td3[1][:-1]), pixels=page())), Abstained)


def test_without_a_reader_it_says_what_to_install(
    make_document: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An absent extra is no failure."""
    monkeypatch.setitem(__import__("sys").modules, "pytesseract", None)
    from docforensics.viz import recognise

    recognise._loaded.cache_clear()
    document = make_document(pixels=page())
    side = document.sides[0]
    assert side.viz.text is not None
    viz = replace(side.viz, text=replace(side.viz.text, reader="tesseract"))
    told = replace(document, sides=(replace(side, viz=viz),))
    outcome = measure(told)
    recognise._loaded.cache_clear()
    assert isinstance(outcome, Abstained)
    assert "pip install docforensics[engines]" in outcome.needs


def test_what_stands_under_a_hidden_value_is_not_taken_for_it(make_document: Make) -> None:
    """The caption is left, and the next line is the nearest below it."""
    noise = np.random.default_rng(5).normal(0, 1.5, (704, 1000, 3))
    burnt = np.clip(page(surname="BERGMANN") + noise, 0, 255).astype(np.uint8)
    assert "surname" in str(facts(measure(make_document(pixels=burnt)))["disagreeing"])
    burnt[80:142, 300:640] = 255
    outcome = measure(make_document(pixels=burnt))
    assert "surname" in str(facts(outcome)["not_seen"])


@pytest.mark.parametrize("is_known", [True, False])
def test_a_page_without_a_place_for_a_field_verifies_none_that_another_side_has_one_for(
    monkeypatch: pytest.MonkeyPatch, make_document: Make, *, is_known: bool
) -> None:
    """A page that was added shows the coded number, and the first side, whose template names its place, does not."""
    document = make_document(pixels=page(number="X11111111"))
    added = make_document(pixels=page())
    both = replace(document, sides=(*document.sides, *added.sides))
    places = {"document_number": BoxMm(left=2.0, top=60.0, right=20.0, bottom=64.0)} if is_known else {}
    monkeypatch.setattr(mrz_against_viz, "field_places", lambda side: places if side is both.sides[0] else {})
    found = facts(measure(both))
    assert ("document number" in str(found["agreeing"])) is not is_known


@pytest.mark.parametrize(
    ("front", "known", "has_model", "disagrees"),
    [
        ("12 AUG 1974", True, True, False),
        ("12 AUG 1974", True, False, True),
        ("12 AUG 1974", False, True, True),
        ("12 AUG 1976", True, True, True),
    ],
)
def test_another_year_on_the_day_of_birth_contradicts_none_beside_a_birth_that_agrees_in_its_place(
    monkeypatch: pytest.MonkeyPatch,
    make_document: Make,
    front: str,
    disagrees: bool,
    *,
    known: bool,
    has_model: bool,
) -> None:
    """The back of a card bears the day of issue, a birthday of the holder's; where no template names the place of the birth or fits the back, or another year stands there, it counts."""
    document = make_document(pixels=page(birth=front))
    (back,) = make_document(pixels=page(birth="12 AUG 2020")).sides
    match = SimpleNamespace(template=SimpleNamespace(of_kind=lambda _kind: ()))
    both = replace(document, sides=(*document.sides, replace(back, match=match if has_model else None)))
    own = {check.name: check.box for check in compared_fields(document)}
    places = {"birth_date": own["birth_date"]} if known else {}
    monkeypatch.setattr(mrz_against_viz, "field_places", lambda side: places if side is both.sides[0] else {})
    assert (facts(measure(both))["disagreeing"] == "date of birth") is disagrees


def test_what_stands_in_the_place_of_a_value_that_is_not_coded_contradicts_none(
    monkeypatch: pytest.MonkeyPatch, make_document: Make
) -> None:
    """A date of issue with the day and the month of the birth, where the template has it."""
    document = make_document(pixels=page(birth="12 AUG 1976"))
    (found,) = (one for one in compared_fields(document) if one.state is FieldState.DISAGREES)
    assert found.box is not None
    for name, disagrees in (("date-of-issue", False), ("field-1", True), ("date-of-birth", True)):
        place = Feature(name=name, kind=FeatureKind.PERSONAL_DATA, box=found.box)
        template = SimpleNamespace(of_kind=lambda _kind, place=place: (place,))
        side = SimpleNamespace(match=SimpleNamespace(template=template))
        assert wording.is_not_coded(side, found.box) is not disagrees
        monkeypatch.setattr(
            mrz_against_viz, "is_not_coded", lambda _, box, side=side: wording.is_not_coded(side, box)
        )
        assert (facts(measure(document))["disagreeing"] == "date of birth") is disagrees


def compared_fields(document: Document) -> list[FieldCheck]:
    """The fields of its one side."""
    seen = read_print(document)
    assert seen is not None
    text = document.sides[0].viz.text
    assert text is not None
    return [check for _, check in mrz_against_viz.compared(seen, 0, text)]


@pytest.mark.parametrize(("birth", "is_seen"), [("12 AUG 1974", False), ("", True)])
def test_a_printed_date_that_the_zone_leaves_blank_is_not_verified(
    monkeypatch: pytest.MonkeyPatch, make_document: Make, td3: tuple[str, ...], birth: str, *, is_seen: bool
) -> None:
    """Fillers with digits that agree state nothing of what is printed; a place that is blank as well is in order."""
    lines = (td3[0], "L898902C36UTO<<<<<<0F3004157ZE184226B<<<<<10")
    places = {"birth_date": BoxMm(left=44.0, top=32.5, right=74.0, bottom=37.0)}
    for module in (mrz_against_viz, left_blank):
        monkeypatch.setattr(module, "field_places", lambda _: places)
    outcome = measure(make_document(lines, pixels=page(birth=birth)))
    assert isinstance(outcome, Measured)
    (found,) = (one for one in outcome.sightings if one.claim is ClaimId.BIRTH_DATE)
    assert (found.place, found.side, found.why) == ("birth_date", 0, None if is_seen else Why.UNREADABLE)


@pytest.mark.parametrize(("name", "printed"), [("given_names", "SOPHIE LUCIE"), ("surname", "DE LA PART")])
def test_a_printed_name_of_several_parts_is_compared_where_the_zone_has_a_field_for_it(
    make_document: Make, name: str, printed: str
) -> None:
    """A format whose zone has fields of their own for both names holds no blanks in them, and the print does."""
    lines = ("IDFRASPECIMEN<<<<<<<<<<<<<<<<<075025", "920375H123458ANNA<<MARIA<<<7408122F8")
    seen = read_print(make_document(lines))
    assert seen is not None
    check = FieldCheck(name=name, state=FieldState.DISAGREES, printed=printed, cost=12.0)
    assert doubted(seen, 0, check) == check
    doubts = {(0, 5 + at): {letter: 0.6, "E": 0.3} for at, letter in enumerate("SPECIMEN") if letter != "E"}
    unsure = read_print(make_document(lines, doubts=doubts))
    assert unsure is not None
    assert doubted(unsure, 0, check).state is FieldState.NOT_SEEN


@pytest.mark.parametrize(
    ("printed", "ahead", "state"),
    [
        ("8902C3", "L89", FieldState.DISAGREES),
        ("98902C3", "L8", FieldState.NOT_SEEN),
        ("98902C3", "", FieldState.DISAGREES),
        ("98902C4", "L8", FieldState.DISAGREES),
        ("L898902", "L8", FieldState.DISAGREES),
    ],
)
def test_a_number_that_runs_into_its_caption_lost_its_first_characters_to_it(
    make_document: Make, printed: str, ahead: str, state: FieldState
) -> None:
    """Where print stands in their place: a number without them, another number and one without its last characters disagree."""
    page = np.full((704, 1000, 3), 228, np.uint8)
    for text, left in ((ahead, 10.0), (printed, 20.0)):
        at = (round(left * PX), round(14 * PX))
        size = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 0.72, 1)[0][0]
        start = round(20 * PX) - size if text is ahead else at[0]
        cv2.putText(page, text, (start, at[1]), cv2.FONT_HERSHEY_DUPLEX, 0.72, (25, 25, 30), 1, cv2.LINE_AA)
    width = cv2.getTextSize(printed, cv2.FONT_HERSHEY_DUPLEX, 0.72, 1)[0][0] / PX
    box = BoxMm(left=20.0, top=11.5, right=20.0 + width, bottom=14.2)
    seen = read_print(make_document(pixels=page))
    assert seen is not None
    check = FieldCheck(
        name="document_number", state=FieldState.DISAGREES, printed=printed, cost=12.0, box=box
    )
    assert doubted(seen, 0, check).state is state
