"""Fields that the zone leaves blank: a value in print is not in order for them, and what is printed for none is."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from docforensics.checks.claims import Why
from docforensics.checks.support import left_blank
from docforensics.checks.support.left_blank import blank_places, is_left_blank
from docforensics.document import Document
from docforensics.mrz.parse import parse_mrz
from docforensics.page.geometry import BoxMm

Make = Callable[..., Document]
PX = 8.0
PLACE = BoxMm(left=44.0, top=32.5, right=74.0, bottom=37.0)
LINE = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
BLANK = {
    "birth_date": (LINE, "L898902C36UTO<<<<<<0F3004157ZE184226B<<<<<10"),
    "expiry_date": (LINE, "L898902C36UTO7408122F<<<<<<0ZE184226B<<<<<16"),
    "nationality": (LINE, "L898902C36<<<7408122F3004157ZE184226B<<<<<16"),
    "sex": (LINE, "L898902C36UTO7408122<3004157ZE184226B<<<<<16"),
    "document_number": (LINE, "<<<<<<<<<0UTO7408122F3004157ZE184226B<<<<<16"),
    "given_names": (
        "P<UTOERIKSSON<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F3004157ZE184226B<<<<<16",
    ),
}


@pytest.fixture(name="why")
def fixture_why(make_document: Make, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], Why | None]:
    """Print a text in the place that the template has for a field whose zone is blank, and ask."""

    def why(name: str, text: str) -> Why | None:
        page = np.full((704, 1000, 3), 228, np.uint8)
        at = (round((PLACE.left + 0.5) * PX), round((PLACE.bottom - 1) * PX))
        cv2.putText(page, text, at, cv2.FONT_HERSHEY_DUPLEX, 0.72, (25, 25, 30), 1, cv2.LINE_AA)
        noise = np.random.default_rng(5).normal(0, 1.5, page.shape)
        document = make_document(BLANK[name], pixels=np.clip(page + noise, 0, 255).astype(np.uint8))
        monkeypatch.setattr(left_blank, "field_places", lambda _: {name: PLACE})
        ((side, found),) = blank_places(document, name)
        assert side == 0
        return found

    return why


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("birth_date", "12 AUG 1974"),
        ("birth_date", "12.08.1974"),
        ("expiry_date", "10 OCT 2000"),
        ("nationality", "UTOPIAN"),
        ("sex", "F"),
        ("sex", "M"),
        ("document_number", "L898902C3"),
        ("given_names", "ANNA MARIA"),
    ],
)
def test_a_printed_value_is_not_in_order_where_the_zone_is_blank(
    why: Callable[[str, str], Why | None], name: str, text: str
) -> None:
    """Nothing of the zone was compared with it."""
    assert why(name, text) is Why.UNREADABLE


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *((name, "") for name in BLANK),
        ("birth_date", "XX XX XXXX"),
        ("expiry_date", "UNLIMITED"),
        ("expiry_date", "--- --- ----"),
        ("sex", "X"),
        ("given_names", "ERIKSSON"),
        ("given_names", "XXX"),
    ],
)
def test_what_is_printed_for_none_is_in_order(
    why: Callable[[str, str], Why | None], name: str, text: str
) -> None:
    """Nothing, or what issuers print for an unknown or endless date, for another sex, and for one name alone."""
    assert why(name, text) is None


def test_fields_of_the_format_that_hold_fillers_alone_are_blank() -> None:
    """One that the format does not have (the date of expiry of a French card) is not, nor is one that is partly known."""
    for name, lines in BLANK.items():
        assert is_left_blank(parse_mrz(lines), name)
        assert not is_left_blank(parse_mrz(BLANK["sex" if name != "sex" else "nationality"]), name)
    partly = (LINE, "L898902C36UTO74<<<<7F3004157ZE184226B<<<<<16")
    assert not is_left_blank(parse_mrz(partly), "birth_date")
    french = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")
    assert not is_left_blank(parse_mrz(french), "expiry_date")
