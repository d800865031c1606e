"""Zones of several sides."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from docforensics.checks.data.sides_agree import measure
from docforensics.checks.outcome import Abstained, Measured, Outcome
from docforensics.document import Document

Make = Callable[..., Document]
Lines = tuple[str, ...]
ADVERSE = 0.301
VISA = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "X1234567<3UTO7408122F3004157<<<<<<<<<<<<<<<<")
OTHER = ("P<UTOHOLLOWAY<<DALIA<<<<<<<<<<<<<<<<<<<<<<<<", "YH89049309UTO9705261F3312216577432949255<<48")


def together(make_document: Make, *zones: Lines | None, **options: object) -> Document:
    """Put sides together as one document."""
    parts = [make_document(zone, **options) for zone in zones]
    return replace(parts[0], sides=tuple(side for part in parts for side in part.sides))


def value(outcome: Outcome) -> float:
    """Give the weight of an outcome that must have been measured."""
    assert isinstance(outcome, Measured), outcome
    return outcome.value


def test_two_pictures_of_one_page_agree(make_document: Make, td3: Lines) -> None:
    """And a passport agrees with its visa, whose number is another."""
    assert value(measure(together(make_document, td3, td3))) <= 0
    assert value(measure(together(make_document, td3, VISA))) <= 0


def test_pages_of_two_documents_are_told_and_said_beside_the_verdict(make_document: Make, td3: Lines) -> None:
    """The report shows the data of the first alone; that must not go unsaid."""
    outcome = measure(together(make_document, td3, OTHER))
    assert value(outcome) > ADVERSE
    assert isinstance(outcome, Measured)
    assert "document number" in str(outcome.facts["fields"])
    assert "data shown are those of the first" in outcome.note
    assert {region.side for region in outcome.regions} == {0, 1}


def test_a_visa_of_another_holder_is_told(make_document: Make, td3: Lines) -> None:
    """By the date of birth."""
    visa = (VISA[0], VISA[1].replace("7408122", "5802254"))
    assert value(measure(together(make_document, td3, visa))) > ADVERSE


def test_two_visas_of_one_holder_have_two_numbers(make_document: Make, td3: Lines) -> None:
    """A passport holds several; two holders are told all the same."""
    second = VISA[1].replace("X1234567<3", "Y7654321<0")
    assert value(measure(together(make_document, VISA, (VISA[0], second)))) <= 0
    other = (VISA[0], second.replace("7408122", "5802254"))
    assert value(measure(together(make_document, td3, VISA, other))) > ADVERSE


def test_a_likely_misread_is_no_other_document(make_document: Make, td3: Lines) -> None:
    """One doubtful character differs."""
    misread = (td3[0], "L8989O2C3" + td3[1][9:])
    assert (
        value(measure(together(make_document, td3, misread, doubts={(1, 5): {"O": 0.5, "0": 0.49}})))
        < ADVERSE
    )


def test_one_zone_makes_it_abstain(make_document: Make, td3: Lines) -> None:
    """A card has its zone on one side only."""
    assert isinstance(measure(make_document(td3)), Abstained)
    assert isinstance(measure(together(make_document, td3, None)), Abstained)
    assert isinstance(measure(make_document(None)), Abstained)


def test_two_pictures_of_a_card_show_one_portrait(make_document: Make, td3: Lines, series: Any) -> None:
    """Another's portrait on the second picture is told and marked on both, whichever came first."""
    zone = make_document(td3)

    def seen(*cards: Document) -> Outcome:
        sides = tuple(side for card in cards for side in card.sides)
        return measure(replace(zone, sides=(*zone.sides, *sides)))

    pixels = series.card(7)
    (box,) = (one.box for one in series.template.features if one.name == "portrait")
    portrait = box.to_px(8.0).slices
    pixels[portrait] = pixels[portrait][::-1, ::-1]  # all heads of the series are much alike, upright
    genuine, swapped = series.genuine(7), series.document(pixels)
    assert isinstance(seen(genuine, genuine), Abstained)
    for cards in ((genuine, swapped), (swapped, genuine)):
        outcome = seen(*cards)
        assert value(outcome) > ADVERSE
        assert isinstance(outcome, Measured)
        assert outcome.facts["fields"] == "portrait"
        assert [region.side for region in outcome.regions] == [1, 2]
