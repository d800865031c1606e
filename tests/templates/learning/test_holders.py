"""How many holders captures show."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from docforensics.capture.model import Pixels
from docforensics.errors import TemplateError
from docforensics.mrz.parse import parse_mrz
from docforensics.page.geometry import BoxMm
from docforensics.templates.learning.holders import (
    group_by_holder,
    many_by_zones,
    refuse_alike,
    refuse_contradicted,
    told_apart,
    undecided,
)

Card = Callable[..., Pixels]
NAME = BoxMm(left=36, top=20, right=76, bottom=25)
PORTRAIT = BoxMm(left=5, top=12, right=29, bottom=42)
FIRST = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
SECOND = (
    "P<UTOHOLLOWAY<<DALIA<<<<<<<<<<<<<<<<<<<<<<<<",
    "FA25498434UTO9705261F351103760829107173<<<20",
)


@pytest.mark.parametrize(
    ("who", "expected"), [((1, 1), (0, 0)), ((1, 2), (0, 1)), ((1, 2, 1, 3), (0, 1, 0, 2))]
)
def test_portraits_and_names_tell_holders_apart(
    card: Card, who: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    """Captures of one card differ by noise alone."""
    pages = [card(holder, noise=2.0 + 0.1 * number) for number, holder in enumerate(who)]
    assert group_by_holder([None] * len(who), pages, [PORTRAIT], [NAME]) == expected


def test_the_mrz_decides_where_both_were_read(card: Card) -> None:
    """A misread character is not another holder."""
    misread = (FIRST[0], FIRST[1].replace("L898902C3", "L89B902C3"))
    mrzs = [parse_mrz(FIRST), parse_mrz(misread), parse_mrz(SECOND)]
    assert group_by_holder(mrzs, [card(1)] * 3, [PORTRAIT]) == (0, 0, 1)


def test_zones_alone_tell_of_three_holders_or_more(card: Card) -> None:
    """As with pictures and fields; of fewer, and where a zone was not read, these are asked."""
    third = (SECOND[0].replace("DALIA", "OTTO<"), SECOND[1].replace("FA2549843", "XB1172066"))
    mrzs = [parse_mrz(lines) for lines in (FIRST, SECOND, FIRST, third)]
    assert many_by_zones(mrzs) == group_by_holder(mrzs, [card(1)] * 4, [PORTRAIT]) == (0, 1, 0, 2)
    assert many_by_zones(mrzs[:3]) == ()
    assert many_by_zones([*mrzs, None]) == ()


def test_one_zone_stated_to_be_of_two_holders_is_refused() -> None:
    """What captures of one holder share would be taken for fixed print: the name, the number, the face."""
    misread = (FIRST[0], FIRST[1].replace("L898902C3", "L89B902C3"))
    mrzs = [parse_mrz(SECOND), None, parse_mrz(FIRST), parse_mrz(misread)]
    with pytest.raises(TemplateError, match=r"captures 2 and 3 are stated to be of holders 7 and 8"):
        refuse_contradicted(mrzs, [5, 6, 7, 8])
    refuse_contradicted(mrzs, [5, 5, 7, 7])
    assert told_apart(mrzs) == (0, 1, 2, 2)


def test_one_card_stated_to_be_of_two_holders_is_refused(card: Card) -> None:
    """Without a zone the picture and the text tell; of other holders' cards, and where too few fields were found, the statement counts."""
    pages = [card(1, noise=2.0), card(2, noise=2.0), card(1, noise=3.0)]
    fields = [replace(NAME, left=NAME.left + step) for step in (0.0, 1.0, 2.0)]
    pairs = undecided([None, None, parse_mrz(FIRST)], [0, 1, 2])
    assert pairs == ((0, 1), (0, 2), (1, 2))
    with pytest.raises(
        TemplateError, match="captures 4 and 6 are stated to be of two holders, but show one picture"
    ):
        refuse_alike(pairs, pages, [PORTRAIT], fields, (4, 5, 6))
    refuse_alike(pairs[:1], pages, [PORTRAIT], fields, (4, 5, 6))
    refuse_alike(pairs, pages, [PORTRAIT], fields[:2], (4, 5, 6))
    refuse_alike(pairs, pages, [], fields, (4, 5, 6))
