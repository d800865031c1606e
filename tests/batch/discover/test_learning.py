"""A sample that looks alike and is of two models gives a template of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.templates.designs import PX_PER_MM, Design, draw, personalise
from docforensics.batch.discover.assemble import PileParts, assembled
from docforensics.batch.discover.gather import LearnedPile, LearnedTemplate, gathered
from docforensics.batch.discover.learning import (
    editions_of,
    learned_from_sample,
    page_number,
    sample_name,
)
from docforensics.batch.discover.plan import PilePage, PilePlan, PlannedGroup
from docforensics.batch.discover.records import ComparedRecord, PageRecord, SampleRecord
from docforensics.batch.discover.result import GroupStatus
from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.mrz.parse import Mrz, parse_mrz
from docforensics.templates.discovery.sample_editions import sample_editions


def _capture(seed: int, holder: int) -> Capture:
    """A ticket of 40 x 28 mm on a dark ground: a page beyond Doc 9303 is learned in a third of the time of a card."""
    page = cv2.GaussianBlur(personalise(draw(Design(seed=seed)), holder), (0, 0), 0.6)
    page = cv2.resize(page, (40 * PX_PER_MM, 28 * PX_PER_MM), interpolation=cv2.INTER_AREA)
    noise = np.random.default_rng(holder).normal(0, 1.5, page.shape)
    seen = np.clip(page + noise, 0, 255).astype(np.uint8)
    framed = cv2.copyMakeBorder(seen, 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=(25, 25, 28))
    return Capture.load(visible=np.asarray(framed, np.uint8), channel="scanner", dpi=25.4 * PX_PER_MM)


@pytest.fixture(name="sample", scope="module")
def fixture_sample(read_quickly: None) -> SampleRecord:
    """Three pages of one model, four of another."""
    del read_quickly
    captures = [_capture(2, holder) for holder in range(3)] + [_capture(5, holder) for holder in range(3, 7)]
    return learned_from_sample(captures, "group-01/0,0,0,0,0,0,0", None)


def test_each_model_has_its_template_that_of_most_pages_first(sample: SampleRecord) -> None:
    """They are no editions of one another."""
    assert [set(one.learned_from) for one in sample.templates] == [{3, 4, 5, 6}, {0, 1, 2}]
    assert [(one.model, one.differs_at) for one in sample.templates] == [(0, ()), (1, ())]


def test_a_page_that_lies_in_the_pile_twice_counts_once() -> None:
    """Four copies of one forgery are no model of its own."""
    one = _capture(2, 0)
    found = learned_from_sample([one] * 4, "group-01/0", None)
    assert not found.templates
    assert "found at most 0 among 1 pages, and 3 copies of them" in found.reason


def test_pages_with_a_light_that_cannot_be_learned_from_are_left_out() -> None:
    """A column of a manifest that names the picture in white light again: counted in the reason where too few others are left."""
    captures = [_capture(2, holder) for holder in range(4)]
    twice = [
        Capture.load(visible=one.images[Light.VISIBLE], uv=one.images[Light.VISIBLE]) for one in captures[:3]
    ]
    found = learned_from_sample([*twice, captures[3]], "group-01/0,0,0,0", None)
    assert found.reason.endswith(
        "found at most 0 among 1 pages, and 3 with a light that cannot be learned from"
    )


def test_samples_of_other_documents_bear_another_name() -> None:
    """What was learned is found again by it: of files that are added and taken away again, as of those that stay."""
    first, second = (sample_name("group-01", (0, 2), names) for names in (("a", "b"), ("a", "c")))
    assert first != second
    assert first == sample_name("group-01", (0, 2), ("a", "b"))
    assert [page_number(first, place) for place in (0, 1)] == [0, 2]


def _learned(sample: SampleRecord, names: Sequence[str]) -> Mapping[str, LearnedTemplate]:
    return {
        name: LearnedTemplate(name=name, group="group-01", record=one)
        for name, one in zip(names, sample.templates, strict=True)
    }


def test_models_of_one_group_are_shown_as_models_and_not_as_editions(
    sample: SampleRecord, tmp_path: Path
) -> None:
    """What lies on neither stays with that of most pages."""
    pages = [PilePage(name=str(number), record=PageRecord(number=0)) for number in range(8)]
    group = PlannedGroup(
        name="group-01", zone=None, size="ID1", members=tuple(range(8)), odd_zones=(), sample=()
    )
    plan = PilePlan(groups=(group,), alone=())
    learned = LearnedPile(templates=_learned(sample, ("group-01", "group-01-b")), reasons={})
    homes = ["group-01-b"] * 3 + ["group-01"] * 4 + [""]
    compared = {(str(n), 0): ComparedRecord(number=0, group=home) for n, home in enumerate(homes)}
    parts = PileParts(
        store=tmp_path,
        pages=pages,
        plan=plan,
        learned=learned,
        found=gathered(pages, plan, learned, compared),
        unread=(),
        documents=8,
    )
    first, second = assembled(parts).groups
    assert (first.name, first.count, second.name, second.count) == ("group-01", 5, "group-01-b", 3)
    assert [one.name for one in first.outliers] == ["7"]
    assert (first.status, second.status) == (GroupStatus.MODEL, GroupStatus.MODEL)
    editions = replace(
        parts,
        learned=replace(
            learned,
            templates={
                name: replace(one, record=replace(one.record, model=0))
                for name, one in learned.templates.items()
            },
        ),
    )
    assert assembled(editions).groups[1].edition_of == "group-01"


def test_what_copies_of_one_document_share_is_no_edition() -> None:
    """Two holders' documents, three captures of each: their values would divide them; one page a document is too few to divide."""
    zones = [_zone(name) for name in ("ERIKSSON<<ANNA", "LINDBERG<<OTTO") for _ in range(3)]
    pages = [_valued((24, 10)[number // 3], number) for number in range(6)]
    assert len(sample_editions(pages).blocks) == 2
    found = editions_of(pages, zones)
    assert (found.blocks, found.places) == ((tuple(range(6)),), ())
    assert len(editions_of(pages, [None] * 6).blocks) == 2, "of pages without a zone each is a document"


def _valued(value: int, number: int) -> Pixels:
    page = np.full((432, 685, 3), 235, np.uint8)
    for row in range(10, 432, 14):
        cv2.line(page, (0, row), (685, row + 20), (150, 170, 190), 1, cv2.LINE_AA)
    cv2.circle(page, (550, 90), value, (40, 60, 120), 4, cv2.LINE_AA)
    return np.clip(page + np.random.default_rng(number).normal(0, 2, page.shape), 0, 255).astype(np.uint8)


def _zone(name: str) -> Mrz:
    number = name[:9].replace("<", "0")
    return parse_mrz((f"P<UTO{name}".ljust(44, "<"), f"{number}{6}UTO7408122F1204159ZE184226B<<<<<10"))
