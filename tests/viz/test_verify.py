"""Fields of the MRZ held against lines as read, without a picture."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from docforensics.mrz.parse import parse_mrz
from docforensics.page.geometry import BoxMm
from docforensics.viz.match import fold
from docforensics.viz.recognise import ReadLine
from docforensics.viz.text import PageText, PlacedLine
from docforensics.viz.verify import FieldState, Zone, caption_kind

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ÄÑÜ .-/"
MRZ = parse_mrz("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F3004157ZE184226B<<<<<16")
DAY = date(2026, 11, 24)


def placed(text: str, left: float, top: float, certainty: float = 0.999) -> PlacedLine:
    """Make a line at a place."""
    rows = np.full((len(text), len(ALPHABET)), (1 - certainty) / (len(ALPHABET) - 1), np.float32)
    rows[range(len(text)), [ALPHABET.index(symbol) for symbol in text]] = certainty
    columns = np.asarray((np.arange(len(text)) + 0.5) / max(len(text), 1), np.float32)
    read = ReadLine(text=text, posteriors=rows, alphabet=ALPHABET, columns=columns)
    return PlacedLine(box=BoxMm(left=left, top=top, right=left + 2 * len(text), bottom=top + 2.5), read=read)


class Captioned(PageText):
    """A page whose captions are given."""

    said: Sequence[PlacedLine] = ()

    def captions(self, box: BoxMm) -> Sequence[PlacedLine]:  # type: ignore[override]
        """Give those just above a place."""
        return [
            line for line in self.said if 0 < box.top - line.box.top < 5 and abs(line.box.left - box.left) < 5
        ]


def zone(
    *lines: PlacedLine, captions: Sequence[PlacedLine] = (), places: dict[str, BoxMm] | None = None
) -> Zone:
    """Make a look at a page."""
    page = Captioned(page=None, reader=None)  # type: ignore[arg-type]
    page.said = captions
    texts = tuple(fold([line.read for line in lines], form) for form in range(3))
    return Zone(page=page, lines=lines, texts=texts, places=places or {})


def states(look: Zone) -> dict[str, FieldState]:
    """Name the states of number and dates."""
    return {item.name: item.state for item in (look.number(MRZ.document_number), *look.dates(MRZ, DAY))}


def test_values_in_any_format_agree() -> None:
    """Number in groups, bilingual month, two-digit year."""
    found = states(
        zone(
            placed("No. L898 902 C3", 40, 10), placed("12 AUG/AOUT 74", 40, 20), placed("15.04.2030", 40, 30)
        )
    )
    assert set(found.values()) == {FieldState.AGREES}


def test_nothing_near_was_not_seen() -> None:
    """Other numbers and dates on the page say nothing."""
    found = states(zone(placed("X1234567", 40, 10), placed("01 JAN 2001", 40, 20)))
    assert set(found.values()) == {FieldState.NOT_SEEN}


def test_a_caption_decides_whose_date_it_is() -> None:
    """A date of issue a digit off the expiry is left alone where its caption says so."""
    issue = placed("15 APR 2020", 40, 30)
    caption = placed("Date of issue", 40, 27)
    assert states(zone(issue, captions=[caption]))["expiry_date"] is FieldState.NOT_SEEN
    other = placed("Date of expiry", 40, 27)
    assert states(zone(issue, captions=[other]))["expiry_date"] is FieldState.DISAGREES


@pytest.mark.parametrize(
    ("caption", "kind"),
    [
        ("Date of birth/Date de naissance", "birth_date"),
        ("Valid until", "expiry_date"),
        ("Valid from", "issue_date"),
        ("Passport No.", "document_number"),
        ("Authority", ""),
        ("Date of issue / Date of expiry", ""),
    ],
)
def test_captions_name_one_field_or_none(caption: str, kind: str) -> None:
    """Valid from is no end of validity."""
    assert caption_kind(placed(caption, 0, 0)) == kind


def test_a_template_place_makes_any_other_number_a_disagreement() -> None:
    """However unlike."""
    place = {"document_number": BoxMm(left=38, top=9, right=70, bottom=13)}
    assert states(zone(placed("X1234567", 40, 10), places=place))["document_number"] is FieldState.DISAGREES


def test_a_doubtful_reader_disagrees_with_nothing() -> None:
    """Half sure is not sure."""
    assert states(zone(placed("L898912C3", 40, 10)))["document_number"] is FieldState.DISAGREES
    unsure = states(zone(placed("L898912C3", 40, 10, certainty=0.45)))
    assert unsure["document_number"] is not FieldState.DISAGREES


@pytest.mark.parametrize(
    ("printed", "state"),
    [
        ("ERIKSSON", FieldState.AGREES),
        ("Eriksson", FieldState.AGREES),
        ("ERIKSSEN", FieldState.DISAGREES),
        ("HOLLOWAY", FieldState.NOT_SEEN),
    ],
)
def test_names_disagree_only_when_nearly_alike(printed: str, state: FieldState) -> None:
    """Another word on the page is not the name."""
    assert zone(placed(printed, 40, 15)).name("surname", ("ERIKSSON",)).state is state


def test_a_name_does_not_run_over_two_lines() -> None:
    """Pieces of two lines are not one value."""
    assert (
        zone(placed("ERI", 40, 15), placed("SSON", 40, 20)).name("surname", ("ERIKSSON",)).state
        is FieldState.NOT_SEEN
    )


def test_sex_and_nationality_are_seen_by_themselves() -> None:
    """A letter inside a word is no sex; an adjective of the State's name is its nationality."""
    assert zone(placed("F", 80, 30)).sex("F").state is FieldState.AGREES
    assert zone(placed("FORM", 80, 30)).sex("F").state is FieldState.NOT_SEEN
    assert zone(placed("UTOPIAN", 40, 30)).nationality("UTO").state is FieldState.AGREES
    assert zone(placed("UTO", 40, 30)).nationality("UTO").state is FieldState.AGREES
