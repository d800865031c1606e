"""Captures that do not lie on the first lie on it by way of others; one that lies on none is left out and named."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.errors import TemplateError
from docforensics.formats.table import PageSize
from docforensics.templates.learning import lay_on
from docforensics.templates.learning.aligned_stack import AlignedSheet, fitted, read_sheet
from docforensics.templates.learning.lay_on import Laid, laid_on_one_another, models_among
from docforensics.templates.learning.learn import LEFT_OUT, learn_template
from docforensics.templates.learning.reference import draft_reference
from docforensics.templates.model import Feature, Template

Card = Callable[..., Pixels]
pytestmark = pytest.mark.usefixtures("read_quickly")


@pytest.fixture(name="sheets", scope="module")
def fixture_sheets(card: Card) -> list[AlignedSheet]:
    """Four cards of the series, on the card's size."""
    captures = (Capture.load(visible=card(holder), channel="scanner") for holder in (1, 2, 3, 4))
    return [fitted(read_sheet(capture, 0, None), PageSize.ID1) for capture in captures]


def _laid(
    sheets: Sequence[AlignedSheet],
    lying: set[tuple[int, int]],
    monkeypatch: pytest.MonkeyPatch,
    *,
    agreeing: float = 0.9,
) -> tuple[Laid, list[int]]:
    """Lay sheets of which only some lie on another, (number, base); and the captures that drafts were made of, in turn."""
    draft_of, bases = _drafts(sheets, lying, monkeypatch, agreeing=agreeing)
    return laid_on_one_another(sheets, [0, 1, 2, 3], draft_of), bases


def _drafts(
    sheets: Sequence[AlignedSheet],
    lying: set[tuple[int, int]],
    monkeypatch: pytest.MonkeyPatch,
    *,
    agreeing: float = 0.9,
) -> tuple[Callable[[AlignedSheet], Template], list[int]]:
    bases: list[int] = []

    def number_of(page: Any) -> int:
        return next(number for number, sheet in enumerate(sheets) if sheet.page is page)

    def draft_of(sheet: AlignedSheet) -> Template:
        bases.append(number_of(sheet.page))
        reference = draft_reference(sheet.pixels(Light.VISIBLE, PageSize.ID1), ())
        return Template(
            model=None,
            size=PageSize.ID1,
            features=(),
            references={Light.VISIBLE: reference},
            n_captures=1,
        )

    def register(_: Any, page: Any, __: Template, points: object) -> Any:
        if points is not None and (number_of(page), bases[-1]) not in lying:
            return None
        return SimpleNamespace(page=page, match=SimpleNamespace(agreeing=agreeing))

    monkeypatch.setattr(lay_on, "register", register)
    return draft_of, bases


def test_captures_of_several_models_are_divided_most_first(
    sheets: Sequence[AlignedSheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is tried on those of its own part alone; two that lie on one another are too few, and so is one."""
    nine = [*sheets, *(replace(one, page=replace(one.page)) for one in (*sheets, sheets[0]))]
    lying = {(3, 0), (6, 3), (4, 1), (5, 1), (7, 4), (8, 2)}
    draft_of, _ = _drafts(nine, lying, monkeypatch)
    found = models_among(nine, range(9), draft_of)
    assert [set(laid.numbers) for laid in found] == [{1, 4, 5, 7}, {0, 3, 6}]
    assert found[1].left_out == (1, 2, 4, 5, 7, 8)


def test_one_that_does_not_lie_on_the_first_is_laid_by_way_of_a_third(
    sheets: Sequence[AlignedSheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """2 lies on 1 and 3 on 2 alone."""
    laid, bases = _laid(sheets, {(1, 0), (2, 1), (3, 2)}, monkeypatch)
    assert (laid.numbers, laid.left_out) == ((0, 1, 2, 3), ())
    assert bases[:3] == [0, 1, 2]


def test_another_first_one_is_tried_where_some_do_not_lie(
    sheets: Sequence[AlignedSheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """All lie on 2, on the others none."""
    laid, _ = _laid(sheets, {(0, 2), (1, 2), (3, 2)}, monkeypatch)
    assert (laid.numbers, laid.left_out) == ((2, 0, 1, 3), ())


def test_one_that_lies_on_none_is_left_out_while_most_remain(
    sheets: Sequence[AlignedSheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half of them would say nothing of which half is wrong."""
    laid, _ = _laid(sheets, {(1, 0), (2, 0)}, monkeypatch)
    assert (laid.numbers, laid.left_out) == ((0, 1, 2), (3,))
    with pytest.raises(TemplateError, match="capture 2 does not lie on capture 0"):
        _laid(sheets, {(1, 0), (3, 2)}, monkeypatch)


def test_those_that_lie_poorly_are_laid_again_on_what_most_show(
    sheets: Sequence[AlignedSheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not those that lie well."""
    asked: list[bool] = []

    def typical(pages: Sequence[Pixels]) -> Pixels:
        asked.append(True)
        return pages[0]

    monkeypatch.setattr(lay_on, "typical_page", typical)
    for agreeing, again in ((0.9, 0), (0.3, 1)):
        asked.clear()
        laid, _ = _laid(sheets, {(1, 0), (2, 0), (3, 0)}, monkeypatch, agreeing=agreeing)
        assert len(laid.sheets) == 4
        assert len(asked) == again


def test_the_anchors_draft_is_made_once(
    sheets: Sequence[AlignedSheet], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those that lie poorly on it are laid again with the same one; where others were bases in between it is made anew."""
    _, bases = _laid(sheets, {(1, 0), (2, 0), (3, 0)}, monkeypatch, agreeing=0.3)
    assert bases == [0]
    _, bases = _laid(sheets, {(1, 0), (2, 1), (3, 2)}, monkeypatch, agreeing=0.3)
    assert bases == [0, 1, 2, 0]


def test_the_template_names_what_was_left_out(card: Card, features: Sequence[Feature]) -> None:
    """In its provenance; test_learn asks for one without a stranger. The places are named, so that none is looked for in the drafts."""
    stranger = np.random.default_rng(1).integers(0, 255, (432, 685, 3), dtype=np.uint8)
    cards = [card(holder) for holder in (1, 2, 3)]
    given = [cards[0], stranger, *cards[1:]]
    template = learn_template(given, size="ID1", holders=[0, 1, 2, 3], features=features)
    assert (template.n_captures, template.n_holders) == (3, 3)
    assert template.provenance[LEFT_OUT] == "1"
