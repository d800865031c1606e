"""Designs at random: layouts without overlap, texts that fit, documents that can be read."""

import re

import cv2
import numpy as np
import pytest

import docforensics as df
from docforensics.checks.data.document_number import known
from docforensics.mrz.parse import parse_mrz
from sample_docs.generator import fonts
from sample_docs.generator.designs import at_random, sides_of
from sample_docs.generator.designs.at_random import drawn_office, random_design
from sample_docs.generator.designs.at_random.office import Office
from sample_docs.generator.designs.at_random.places import Places
from sample_docs.generator.designs.at_random.scripts import SCRIPTS, written
from sample_docs.generator.designs.at_random.typefaces import drawn_typefaces
from sample_docs.generator.designs.at_random.words import LABELS
from sample_docs.generator.elements import Text
from sample_docs.generator.geometry import Box
from sample_docs.generator.jobs import Job, make, sheets
from sample_docs.generator.lights import Light, View
from sample_docs.generator.people import patterned_number
from sample_docs.generator.render import render
from sample_docs.generator.sheet import Sheet

SEEDS = range(200)
DRAWN = (0, 1, 5, 7, 24, 31)
"""A few of several forms, drawn whole."""


@pytest.fixture(scope="module")
def offices() -> list[tuple[Office, tuple[Places, ...]]]:
    """Two hundred offices and their layouts."""
    return [(office, office.places()) for office in map(drawn_office, SEEDS)]


def test_no_two_things_of_a_layout_overlap(offices: list[tuple[Office, tuple[Places, ...]]]) -> None:
    """Nor does anything leave the page; a device may lie on a portrait's corner."""
    assert [fault for _, sides in offices for places in sides for fault in places.faults()] == []


def test_a_fault_is_found() -> None:
    """What proves the layouts sees an overlap, and a box that leaves the page."""
    page = Box(x=0.0, y=0.0, w=50.0, h=30.0)
    header, portrait = Box(x=2.0, y=2.0, w=20.0, h=6.0), Box(x=4.0, y=7.0, w=20.0, h=24.0)
    places = Places(page=page, header=header, body=page, cells=(), portrait=portrait)
    assert places.faults() == ["portrait leaves the page", "header overlaps portrait"]


def test_every_form_layout_and_script_occurs(offices: list[tuple[Office, tuple[Places, ...]]]) -> None:
    """Two hundred offices differ in what an office can differ in."""
    made = [office for office, _ in offices]
    assert len({office.form.name for office in made}) == 7
    assert {office.manner.header for office in made} == {"top", "left", "right"}
    assert {office.manner.portrait_left for office in made} == {True, False}
    assert {office.wording.script for office in made} == {"latin", *SCRIPTS}
    assert len({(o.code, o.wording.numbers, o.edition) for o in made}) > 120
    assert sum(places.portrait is not None for _, sides in offices for places in sides) >= len(made)


def test_numbers_have_a_form_that_the_issuer_is_known_for() -> None:
    """No genuine document of a design at random breaks a rule that the engine knows of UTO's numbers."""
    for seed in range(0, 120, 4):
        office = drawn_office(seed)
        rng = np.random.default_rng(seed)
        number = patterned_number(rng, office.wording.numbers, office.wording.letters)
        rules = [rule for rule in known() if rule.issuer == "UTO" and office.code.startswith(rule.code)]
        assert all(re.fullmatch(rule.pattern, number) for rule in rules), (office.code, number)


def test_type_is_never_too_small_to_read(offices: list[tuple[Office, tuple[Places, ...]]]) -> None:
    """A value is at least 1.4 mm of em; half of them two millimetres and more."""
    sizes = [cell.value.h / 1.16 for _, sides in offices for places in sides for cell in places.cells]
    assert min(sizes) > 1.4
    assert np.median(sizes) > 2.0


@pytest.mark.parametrize("script", SCRIPTS)
def test_labels_of_every_script_can_be_printed(script: str) -> None:
    """Its face has a glyph for every letter of every label."""
    face = drawn_typefaces(np.random.default_rng(1), script).script
    words = [written(text, script) for text in LABELS["esperanto"].values()]
    assert all(words)
    assert [word for word in words if not fonts.covers(word, face)] == []


def _sheets(seed: int) -> tuple[Sheet, ...]:
    return sheets(Job(design=f"random-{seed:04d}", copy=2, holder=5 * seed, channel="border-reader"))


def _boxes(sheet: Sheet, prefix: str) -> list[tuple[Text, Box]]:
    return [
        (e, e.box)
        for e in (*sheet.under, *sheet.personal)
        if isinstance(e, Text) and e.name.startswith(prefix)
    ]


@pytest.mark.parametrize("seed", range(0, 60, 3))
def test_labels_and_data_stay_in_their_boxes_and_are_printed_whole(seed: int) -> None:
    """No text is wider than its cell, and no letter lacks in its face."""
    places = drawn_office(seed).places()
    for sheet, side in zip(_sheets(seed), places, strict=True):
        cells = {cell.name: cell for cell in side.cells}
        for text, box in _boxes(sheet, "field-"):
            assert box.w <= cells[text.name.removeprefix("field-")].value.w + 0.01
        for text, box in [*_boxes(sheet, "caption-"), *_boxes(sheet, "title")]:
            assert fonts.covers(text.text, text.font), (text.name, text.text)
            if text.turn == 0.0:
                assert box.x > 0.0
                assert box.x + box.w < sheet.design.width


@pytest.mark.parametrize("seed", DRAWN)
def test_every_side_says_specimen_and_utopia_only(seed: int) -> None:
    """SPECIMEN stands on each side; issuer and nationality are UTO in the MRZ; the MRZ parses without a fault."""
    for sheet in _sheets(seed):
        word = sheet.find("specimen")
        assert isinstance(word, Text)
        assert word.text == "SPECIMEN"
        if sheet.mrz:
            read = parse_mrz("\n".join(sheet.mrz))
            assert read.format.name == sheet.design.document_type
            assert all(digit.printed == digit.computed or digit.filler_allowed for digit in read.check_digits)
            values = {field.name: field.value for field in read.all_fields}
            assert (values["issuer"], values["nationality"]) == ("UTO", "UTO")


@pytest.mark.parametrize("seed", DRAWN)
def test_a_drawn_page_is_read_as_printed(seed: int) -> None:
    """The MRZ of a page at a reader's resolution, and its SPECIMEN is seen: the page differs where it stands."""
    cv2.setNumThreads(1)
    for sheet in _sheets(seed):
        page = render(sheet, View(light=Light.WHITE), 12.0)
        bare = render(sheet.without("specimen"), View(light=Light.WHITE), 12.0)
        assert (np.abs(page.astype(int) - bare).max(axis=2) > 12).mean() > 0.004
        if sheet.mrz:
            framed = cv2.copyMakeBorder(page, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=(20, 20, 20))
            reading = df.read_mrz(np.asarray(framed, np.uint8))
            assert reading is not None
            assert tuple(reading.lines) == sheet.mrz


def test_the_same_seed_gives_the_same_bytes() -> None:
    """From a cleared memory too; another seed gives another page."""
    job = Job(design="random-0005", copy=1, holder=3, channel="border-reader", ppi=150)
    first = make(job)
    at_random._printed.cache_clear()
    assert make(job) == first
    assert (
        first[0].image
        != make(Job(design="random-0006", copy=1, holder=3, channel="border-reader", ppi=150))[0].image
    )


def test_a_design_is_found_by_its_name() -> None:
    """Utopia's own and those at random."""
    assert sides_of("td3-2")[0].key == "td3-2"
    assert sides_of("random-0007") is random_design(7)
    with pytest.raises(KeyError):
        sides_of("random-x")
