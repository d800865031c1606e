"""Every species of forgery: what it touches, what it leaves, what it says."""

import dataclasses
from functools import cache

import cv2
import numpy as np
import pytest

from docforensics.mrz.parse import parse_mrz
from sample_docs.generator.capture import CHANNELS, take
from sample_docs.generator.capture.sensor import warped_mask
from sample_docs.generator.capture.shot import Shot
from sample_docs.generator.designs import designs
from sample_docs.generator.forge import SPECIES, Forgery, Severity
from sample_docs.generator.forge.counterfeit import SCREENS
from sample_docs.generator.forge.forgery import page_mask
from sample_docs.generator.jobs import Job, make, sheets
from sample_docs.generator.sheet import Sheet

JOB = Job(design="td3-2", copy=4, holder=6, channel="flatbed", ppi=150)


@cache
def _genuine() -> Sheet:
    return sheets(JOB)[0]


def _forgery(name: str, severity: Severity = Severity.ORDINARY, sheet: Sheet | None = None) -> Forgery:
    return SPECIES[name].forge(sheet or _genuine(), severity, np.random.default_rng(8))


@pytest.mark.parametrize("name", sorted(SPECIES))
def test_a_forgery_differs_inside_its_mask_and_nowhere_else(name: str) -> None:
    """The same exposure of the genuine and of the forged page, before the last compression."""
    forgery = _forgery(name, Severity.CARELESS)
    inside = 0
    for shot, before in _genuine_pictures(SPECIES[name].channels[0]):
        _, after = take(forgery.sheet, shot, forgery.page_edit, forgery.digital_edit)
        mask = warped_mask(page_mask(forgery.regions, shot.page, shot.px_per_mm), shot) > 0
        changed = np.abs(before.astype(int) - after).max(axis=2) > 24
        reach = _dilated(mask, 5)
        assert not changed[~reach].any()
        inside += int(changed[mask].sum())
    assert inside > 10


@cache
def _genuine_pictures(channel: str) -> list[tuple[Shot, np.ndarray]]:
    """The genuine page as a channel takes it, once for all species."""
    shots = CHANNELS[channel].shots(_genuine().design, 3, ppi=150)
    raw = [dataclasses.replace(shot, first_codec=None) for shot in shots]
    return [(shot, take(_genuine(), shot)[1]) for shot in raw]


def _dilated(mask: np.ndarray, reach: int) -> np.ndarray:
    cross = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
    return cv2.dilate(mask.astype(np.uint8), cross, iterations=reach) > 0


@pytest.mark.parametrize("name", sorted(SPECIES))
@pytest.mark.parametrize("severity", list(Severity))
def test_every_species_says_what_an_officer_sees(name: str, severity: Severity) -> None:
    """A sentence a grade, and PRADO's word."""
    said = _forgery(name, severity).sees
    assert said.endswith(".")
    assert len(said) > 20
    assert SPECIES[name].prado


@pytest.mark.parametrize("name", sorted(SPECIES))
def test_every_species_can_be_shown_by_some_document(name: str) -> None:
    """None is dead."""
    assert any(SPECIES[name].fits(side) for sides in designs().values() for side in sides)
    assert set(SPECIES[name].channels) <= set(CHANNELS)


def test_digital_forgeries_never_lie_on_a_border_reader() -> None:
    """A file can be edited; a page on the glass cannot."""
    digital = [n for n in SPECIES if _forgery(n).digital_edit is not None]
    assert len(digital) >= 6
    assert all("border-reader" not in SPECIES[n].channels for n in digital)


def _wrong_digits(sheet: Sheet) -> int:
    digits = parse_mrz("\n".join(sheet.mrz)).check_digits
    return sum(d.printed != d.computed and not d.filler_allowed for d in digits)


def test_stale_digits_disagree_and_computed_ones_agree() -> None:
    """The two ways to alter an MRZ differ in nothing but the check digits."""
    stale, valid = _forgery("mrz-digital-stale").sheet, _forgery("mrz-digital-valid").sheet
    assert _wrong_digits(stale) >= 1
    assert _wrong_digits(valid) == 0
    assert stale.mrz[1][13:19] == valid.mrz[1][13:19] != _genuine().mrz[1][13:19]


def test_the_truth_of_an_altered_field_is_what_is_printed() -> None:
    """The manifest follows the forger: visual zone changed, MRZ not."""
    forged = _forgery("viz-text-digital").sheet
    assert dict(forged.visible)["given_names"] != dict(_genuine().visible)["given_names"]
    assert forged.mrz == _genuine().mrz


def test_an_impostor_is_of_the_same_split() -> None:
    """A face of the test split must not turn up in the calibration split."""
    seen = {_impostor(seed) for seed in range(12)}
    parity = {_index(name) % 2 for name in seen}
    assert parity == {_index(_genuine().record.holder.identity) % 2}


def _impostor(seed: int) -> str:
    from sample_docs.generator.forge.portrait import impostor

    return impostor(_genuine(), np.random.default_rng(seed))


def _index(identity: str) -> int:
    from sample_docs.generator.faces import face_names

    return face_names().index(identity)


def test_a_card_with_another_cards_back_says_so() -> None:
    """Page substitution on a two-sided card: the numbers disagree, the digits are right."""
    job = Job(design="td1", copy=2, holder=3, channel="flatbed", ppi=150, species="page-substitution")
    front, back = make(job)
    assert front.mask is None
    assert back.mask is not None
    number = parse_mrz(back.row.mrz.replace("|", "\n"))
    assert '"number": "' + _value(number, "number") not in front.row.visible_fields


def _value(mrz: object, word: str) -> str:
    return next(f.value for f in mrz.all_fields if word in f.name)  # type: ignore[attr-defined]


def test_the_finer_the_screen_the_better_the_forger() -> None:
    """Skill raises the resolution of the screen and lowers the contrast of its grid."""
    density = [SCREENS[s][0] for s in Severity]
    contrast = [SCREENS[s][1] for s in Severity]
    assert density == sorted(density)
    assert contrast == sorted(contrast, reverse=True)
