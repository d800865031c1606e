"""Swapped photos do not change the page as a whole: what tells them is at their place."""

import dataclasses
from functools import cache

import numpy as np
import pytest

from sample_docs.generator.forge import SPECIES, Severity
from sample_docs.generator.forge.portrait import impostor
from sample_docs.generator.forge.tones import grained, levelled, printed_alike
from sample_docs.generator.forge.truth import picture_element
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.render import mean_colour
from sample_docs.generator.sheet import Sheet


@cache
def _sheets() -> list[Sheet]:
    return [sheets(Job(design="td2", copy=k, holder=5 * k, channel="flatbed", seed=31))[0] for k in range(6)]


@cache
def _with_mean_colours() -> list[tuple[Sheet, np.ndarray]]:
    """The sheets with the mean colour of each before anything is forged."""
    return [(sheet, mean_colour(sheet, sheet.design.box)) for sheet in _sheets()]


@pytest.mark.parametrize("species", ["photo-physical", "photo-physical-both"])
def test_a_glued_photo_leaves_the_page_its_mean_colour(species: str) -> None:
    """On the average of some pages, to half a grey level."""
    change = [
        mean_colour(SPECIES[species].forge(s, grade, np.random.default_rng(k)).sheet, s.design.box) - before
        for k, (s, before) in enumerate(_with_mean_colours())
        for grade in Severity
    ]
    assert np.abs(np.mean(change, axis=0)).max() < 0.5


def test_a_photo_is_printed_to_the_colour_of_its_place() -> None:
    """A photo that is too dark comes out as bright as the one before."""
    sheet = _sheets()[0]
    old = picture_element(sheet)
    dark = (0.8 * old.pixels).astype(np.uint8)
    toned = printed_alike(sheet, sheet.with_element, dataclasses.replace(old, pixels=dark), old.box, 1.0)
    goal = mean_colour(sheet, old.box)
    assert np.abs(mean_colour(sheet.with_element(toned), old.box) - goal).max() < 3.0


def test_a_pasted_place_takes_over_levels_and_grain() -> None:
    """Mean and spread of what it covers, and no smoother than that; outside nothing changes."""
    rng = np.random.default_rng(3)
    before = np.clip(rng.normal(150, 12, (80, 80, 3)), 0, 255).astype(np.uint8)
    after = before.copy()
    after[20:60, 20:60] = np.linspace(30, 90, 40).astype(np.uint8)[None, :, None]
    cover = np.zeros((80, 80), np.float32)
    cover[20:60, 20:60] = 1.0
    result = levelled(before, after, cover, 1.0, rng)
    assert (result[cover == 0] == after[cover == 0]).all()
    assert abs(result[cover > 0].mean() - 150) < 4
    assert np.diff(result[20:60, 20:60, 0].astype(int), axis=0).std() > 4


def test_a_paper_photo_has_grain() -> None:
    """More of it the worse the print."""
    flat = np.full((120, 90, 3), 128, np.uint8)
    sigma = [float(grained(flat, s, np.random.default_rng(1)).std()) for s in Severity]
    assert sigma[0] > sigma[1] > sigma[2] > 2


def test_an_impostor_is_somebody_else_who_looks_alike() -> None:
    """Of the half of the candidates that is nearest in tone, never the holder."""
    sheet = _sheets()[1]
    found = {impostor(sheet, np.random.default_rng(k)) for k in range(30)}
    assert sheet.record.holder.identity not in found
    assert len(found) >= 2
