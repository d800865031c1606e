"""A template carried on with further genuine captures: nothing of their holders stays in it, and genuine pages stay in order."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from docforensics.capture.light import Light
from docforensics.capture.model import Pixels
from docforensics.capture.side import Capture
from docforensics.page.geometry import BoxMm
from docforensics.page.model import Page
from docforensics.templates.learning.update import RESTORES, REVISION, revision_of, with_further
from docforensics.templates.model import REFERENCE_PX_PER_MM, Template
from docforensics.templates.registration.register import TemplateMatch, register

CardMaker = Callable[..., Pixels]
PageMaker = Callable[..., tuple[Capture, Page]]
NEW = (11, 12, 13)


@pytest.fixture(scope="module")
def new_pixels(card: CardMaker) -> list[Pixels]:
    """Cards of holders whom the template does not know."""
    return [card(holder) for holder in NEW]


def laid(template: Template, page_of: PageMaker, pixels: Pixels) -> TemplateMatch:
    """The card on the template."""
    capture, page = page_of(pixels)
    found = register(capture, page, template)
    assert found is not None
    return found.match


@pytest.fixture(scope="module")
def updated(template: Template, page_of: PageMaker, new_pixels: list[Pixels]) -> Template:
    """The next revision."""
    matches = [laid(template, page_of, pixels) for pixels in new_pixels]
    return with_further(template, matches, n_holders=3, updated_on=date(2026, 11, 27))


def test_what_it_rests_on_is_counted(template: Template, updated: Template) -> None:
    """Captures, holders, revision and day; what it was signed with is gone."""
    assert updated.n_captures == template.n_captures + 3
    assert updated.n_holders == template.n_holders + 3
    assert (revision_of(template), revision_of(updated)) == (1, 2)
    assert updated.provenance[REVISION] == "2"
    assert updated.provenance["updated_on"] == "2026-11-27"
    assert (updated.digest, updated.signed_by) == ("", "")
    assert updated.references[Light.VISIBLE].n_captures == template.references[Light.VISIBLE].n_captures + 3


def test_an_update_of_what_was_set_back_is_not_what_was_set_back(template: Template) -> None:
    """What a revision restores is stated of that one alone."""
    back = replace(template, provenance={**template.provenance, RESTORES: "1"})
    assert RESTORES not in with_further(back, [], n_holders=0).provenance


def test_no_ink_of_the_new_holders_is_in_the_mean(template: Template, updated: Template) -> None:
    """Their names stand in a field whose ground is constant; the mean there is as it was but for noise."""
    before, after = template.references[Light.VISIBLE], updated.references[Light.VISIBLE]
    apart = np.abs(before.mean.astype(int) - after.mean.astype(int)).reshape(*before.constant.shape, -1)
    assert apart.max(axis=2)[after.constant].max() < 20


def test_the_tolerance_keeps_its_scale(template: Template, updated: Template) -> None:
    """Captures of one day do not show what the next device does: what they agree in narrows no median."""
    before, after = template.references[Light.VISIBLE], updated.references[Light.VISIBLE]
    where = before.constant
    assert np.median(after.tolerance[where]) > 0.9 * np.median(before.tolerance[where])


def test_a_further_genuine_page_stays_in_order(
    updated: Template, page_of: PageMaker, card: CardMaker
) -> None:
    """A holder whom neither revision knows has no unexplained place."""
    match = laid(updated, page_of, card(21))
    assert match.residuals[Light.VISIBLE].excess.max() == pytest.approx(0, abs=0.02)


def test_what_captures_show_of_one_another_grows(
    template: Template, page_of: PageMaker, new_pixels: list[Pixels]
) -> None:
    """Each new one adds how far it departs from the reference that it was not in; of a reference that kept none before, none is known."""
    white = replace(
        template.references[Light.VISIBLE], own_places=(0.5,), own_stamps=(3.0,), own_faint=(0.4,)
    )
    matches = [laid(template, page_of, pixels) for pixels in new_pixels]
    known, unknown = (
        with_further(replace(template, references={Light.VISIBLE: one}), matches, n_holders=3)
        for one in (white, replace(white, own_places=(), own_faint=()))
    )
    after = known.references[Light.VISIBLE]
    assert (after.own_places[0], after.own_stamps, after.own_faint[0]) == (0.5, (3.0,), 0.4)
    assert len(after.own_places) == len(after.own_faint) == 4
    assert all(0 <= value < 1 for value in after.own_faint)
    assert unknown.references[Light.VISIBLE].own_faint == unknown.references[Light.VISIBLE].own_places == ()


def test_print_that_most_new_pages_lack_is_constant_no_longer(
    template: Template, page_of: PageMaker, new_pixels: list[Pixels]
) -> None:
    """A series that drops an element is one thing, dirt on one page another."""
    place = BoxMm(left=50, top=30, right=60, bottom=40)
    rows, columns = place.to_px(REFERENCE_PX_PER_MM).slices
    other = [np.array(pixels) for pixels in new_pixels]
    for pixels in other:
        pixels[rows, columns] = np.random.default_rng(1).integers(60, 255, pixels[rows, columns].shape)
    before = template.references[Light.VISIBLE].constant[rows, columns].mean()
    one = [laid(template, page_of, pixels) for pixels in (other[0], *new_pixels[1:])]
    kept = with_further(template, one, n_holders=3).references[Light.VISIBLE].constant[rows, columns].mean()
    all_of_them = [laid(template, page_of, pixels) for pixels in other]
    lost = (
        with_further(template, all_of_them, n_holders=3)
        .references[Light.VISIBLE]
        .constant[rows, columns]
        .mean()
    )
    assert before > 0.9
    assert kept == pytest.approx(before, abs=0.02)
    assert lost < 0.3


@pytest.mark.parametrize("text", ["", "two", "-1", "1" * 400])
def test_a_revision_that_is_no_number_is_the_first(template: Template, text: str) -> None:
    """It comes from a file."""
    assert revision_of(replace(template, provenance={REVISION: text})) == 1
