"""Designs and sheets."""

from functools import cache

import pytest

from sample_docs.generator.designs import designs
from sample_docs.generator.elements import Text
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.sheet import Design, rng_of

SIDES = [side for document in designs().values() for side in document]


def _sheet(name: str = "td2"):  # noqa: ANN202
    return sheets(Job(design=name, copy=1, holder=2, channel="flatbed"))[0]


@pytest.mark.parametrize("side", [s for s in SIDES if s.mrz_place], ids=lambda s: s.key)
def test_the_mrz_stands_where_doc_9303_puts_it(side: Design) -> None:
    """Pitch, left edge and line centres, to a twentieth of a millimetre."""
    name = next(n for n, document in designs().items() if side in document)
    sheet = next(s for s in sheets(Job(design=name, copy=1, holder=2, channel="flatbed")) if s.mrz)
    assert side.mrz_place is not None
    for number, centre in enumerate(side.mrz_place.centres):
        line = sheet.find(f"mrz-{number}")
        assert isinstance(line, Text)
        assert line.pitch == 2.54
        assert abs((side.height - line.y + 0.35 * line.size) - centre) < 0.05
        assert abs(line.x + 0.1 * line.size - side.mrz_place.left) < 0.05


@pytest.mark.parametrize("side", SIDES, ids=lambda s: s.key)
def test_no_text_leaves_the_page(side: Design) -> None:
    """Even the longest names fit."""
    name = next(n for n, document in designs().items() if side in document)
    ends = [end for key, end in _text_ends(name) if key == side.key]
    assert ends
    assert max(ends) < side.width - 1.0


@cache
def _text_ends(name: str) -> list[tuple[str, float]]:
    """Where each text ends, mm from the left, on each side of 24 holders' documents, which are made once for both sides."""
    return [
        (sheet.design.key, element.box.x + element.box.w)
        for holder in range(24)
        for sheet in sheets(Job(design=name, copy=holder, holder=holder, channel="flatbed"))
        for element in sheet.personal
        if isinstance(element, Text)
    ]


def test_a_replaced_element_keeps_its_place() -> None:
    """Order is what lies on what."""
    sheet = _sheet()
    before = [e.name for e in sheet.personal]
    assert [e.name for e in sheet.with_element(sheet.find("portrait")).personal] == before
    assert "portrait" not in [e.name for e in sheet.without("portrait").personal]


def test_layers_that_lack_nothing_stay_what_they_were() -> None:
    """The background of the design is known by its identity: each mean colour of a forged sheet drew it again."""
    sheet = _sheet()
    changed = sheet.without("portrait").with_element(sheet.find("mrz-0"))
    assert changed.under is sheet.design.under
    assert changed.over is sheet.over
    assert changed.personal is not sheet.personal


def test_an_unknown_element_is_a_key_error() -> None:
    """It is named."""
    with pytest.raises(KeyError, match="moustache"):
        _sheet().find("moustache")


def test_chance_depends_on_all_of_a_long_word() -> None:
    """Words of more than 32 bytes that begin alike are others; short ones give what they always gave."""
    words = ("random-1010000000-press-1011000000", "random-1010000000-press-1011000001")
    first, second = (rng_of(7, word).integers(1 << 60) for word in words)
    assert first != second
    assert rng_of(7, "office").integers(1 << 60) == rng_of(7, int.from_bytes(b"office", "big")).integers(
        1 << 60
    )
