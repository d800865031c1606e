"""Sets of designs at random."""

import csv
import dataclasses
import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from docforensics.bench.loaders import load_data_set
from sample_docs.generator import design_set
from sample_docs.generator.__main__ import main
from sample_docs.generator.capture import CHANNELS
from sample_docs.generator.design_set import Setup, draw_folder, folders, planned
from sample_docs.generator.designs import at_random
from sample_docs.generator.forge import SPECIES, Severity
from sample_docs.generator.forge.forgery import page_mask
from sample_docs.generator.jobs import Job, sheets
from sample_docs.generator.people import holder
from sample_docs.generator.plans import possible
from sample_docs.generator.sheet import rng_of

SETUP = Setup(
    out=Path("unused"),
    seed=5,
    split="calibration",
    genuine=3,
    forged=4,
    template=2,
    devices=6,
    reprinted=0.3,
    ppi=110,
)


@pytest.fixture(autouse=True, scope="module")
def _remembered() -> Iterator[None]:
    """Remember every design of this module, and not the last eight: each takes a quarter of a second, and the tests ask for the same ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(at_random, "_printed", cache(at_random._printed.__wrapped__))
        yield


def test_a_forged_document_has_its_genuine_twin_in_the_folder() -> None:
    """Same record and press, another device as chance has it; the template's holders show nowhere else."""
    for design in range(6):
        entries = planned(SETUP, design, "flatbed")
        genuine = {e.job.document_id for e in entries if e.role == "genuine"}
        assert {e.job.twin for e in entries if e.role == "forged"} <= genuine
        kept = {e.job.holder for e in entries if e.role == "template"}
        assert kept.isdisjoint(e.job.holder for e in entries if e.role != "template")
        assert Counter(e.role for e in entries) == {"template": 2, "genuine": 3, "forged": 4}


def test_every_species_comes_in_turn() -> None:
    """Over a few designs none that can be borne is left out, in all severities."""
    many = dataclasses.replace(SETUP, forged=9)
    found = Counter(
        (e.job.species, e.job.severity)
        for d in range(14)
        for e in planned(many, d, "photo")
        if e.role == "forged"
    )
    assert {species for species, _ in found} == {n for n, s in SPECIES.items() if "photo" in s.channels}
    assert {severity for _, severity in found} == set(Severity)


def test_species_and_severity_do_not_go_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """With any number of forgeries a design, each species comes about as often as another, in each severity."""
    monkeypatch.setattr(design_set, "possible", lambda *_: True)
    for forged in (4, 6, 8, 9):
        many = dataclasses.replace(SETUP, genuine=forged, forged=forged)
        found = Counter(
            (e.job.species, e.job.severity)
            for d in range(240)
            for e in planned(many, d, "photo")
            if e.role == "forged"
        )
        mean = 240 * forged / len(SPECIES) / len(Severity)
        counts = [found[species, severity] for species in SPECIES for severity in Severity]
        assert min(counts) > 0.2 * mean
        assert max(counts) < 2.5 * mean


def test_no_document_is_drawn_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor where there are more forgeries than species: severities of one come in turn."""
    kinds = list(SPECIES)[:2]
    monkeypatch.setattr(design_set, "possible", lambda _, species, __: species in kinds)
    entries = planned(dataclasses.replace(SETUP, genuine=1, forged=6), 3, "photo")
    names = [entry.job.document_id for entry in entries]
    assert len(set(names)) == len(names) == 2 + 1 + 6


def test_records_of_their_own_stand_once_in_a_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """No holder of a design is in two documents, on whatever channels; shares are as ever."""
    monkeypatch.setattr(design_set, "possible", lambda *_: True)
    setup = dataclasses.replace(SETUP, shares_records=False)
    entries = [entry for channel in CHANNELS for entry in planned(setup, 3, channel)]
    who = [entry.job.copy for entry in entries]
    assert len(set(who)) == len(who) == len(CHANNELS) * 9
    assert Counter(e.role for e in entries) == {r: n * len(CHANNELS) for r, n in _SHARES.items()}


_SHARES = {"template": 2, "genuine": 3, "forged": 4}


def test_the_splits_share_no_face_and_no_device() -> None:
    """Calibration and test."""
    other = dataclasses.replace(SETUP, split="test")
    ours, theirs = ([e.job for d in range(8) for e in planned(s, d, "photo")] for s in (SETUP, other))
    assert {holder(job.holder).split for job in ours} == {"calibration"}
    assert {holder(job.holder).split for job in theirs} == {"test"}
    assert {job.device for job in ours}.isdisjoint(job.device for job in theirs)


def test_devices_and_presses_do_not_know_the_label() -> None:
    """Genuine and forged documents come from the same devices, and twins from the same press."""
    entries = [e for d in range(12) for e in planned(SETUP, d, "flatbed")]
    shares = [
        Counter(e.job.device for e in entries if (e.role == "forged") == forged) for forged in (False, True)
    ]
    assert set(shares[0]) == set(shares[1])
    reprinted = [
        sum("press" in e.job.design for e in entries if e.role == role) for role in ("genuine", "template")
    ]
    assert all(reprinted)


def test_parts_share_the_designs_among_them() -> None:
    """Each design in one part only, whole."""
    parts = [list(folders(3, 7, ["photo", "flatbed"], (number, 3))) for number in (1, 2, 3)]
    together = [one for part in parts for one in part]
    assert len(together) == len(set(together)) == 14
    assert all(
        {c for d, c in part if d == design} == {"photo", "flatbed"} for part in parts for design, _ in part
    )


def test_a_folder_that_was_cut_off_goes_on(tmp_path: Path) -> None:
    """What is listed is not drawn again, a half-listed document is, and the loader takes the folder."""
    setup = dataclasses.replace(SETUP, out=tmp_path, genuine=1, forged=1, template=1)
    assert draw_folder(setup, 24, "flatbed") == 3
    folder = tmp_path / "random-0024-flatbed"
    whole = {name: (folder / name).read_text(encoding="utf-8") for name in ("manifest.csv", "facts.csv")}
    assert draw_folder(setup, 24, "flatbed") == 0
    facts = whole["facts.csv"].splitlines(keepends=True)
    (folder / "facts.csv").write_text("".join(facts[:-1]), encoding="utf-8")
    assert draw_folder(setup, 24, "flatbed") == 1
    assert {name: (folder / name).read_text(encoding="utf-8") for name in whole} == whole
    data = load_data_set(folder)
    assert not data.left_out
    assert sorted(item.is_forged for item in data.items) == [False, False, True]
    described = json.loads((folder / "design.json").read_text(encoding="utf-8"))
    assert described["model"][0] == "UTO"
    first = next(csv.DictReader(whole["manifest.csv"].splitlines()))
    assert (folder / "template.txt").read_text(encoding="utf-8").split() == [first["holder"]]


def test_a_set_is_drawn_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One design, one channel."""
    call = [
        "designs",
        str(tmp_path),
        "--first",
        "3",
        "--n",
        "1",
        "--genuine",
        "1",
        "--forged",
        "0",
        "--template",
        "0",
    ]
    assert main([*call, "--channels", "messenger", "--ppi", "120"]) == 0
    assert "1 documents drawn in 1 folders" in capsys.readouterr().out
    assert list((tmp_path / "random-0003-messenger" / "documents").rglob("*.jpg"))


@pytest.mark.parametrize("seed", range(8))
def test_every_species_that_a_design_can_bear_touches_it(seed: int) -> None:
    """Forged without error in a grade in turn, with a region on the page and words for the officer."""
    job = Job(design=f"random-{seed:04d}", copy=2, holder=seed, channel="flatbed")
    for number, (name, species) in enumerate(SPECIES.items()):
        if not any(possible(job.design, name, channel) for channel in species.channels):
            continue
        for sheet in sheets(job):
            if species.fits(sheet.design):
                severity = list(Severity)[(number + seed) % 3]
                forgery = species.forge(sheet, severity, rng_of(seed, name))
                mask = page_mask(forgery.regions, (sheet.design.width, sheet.design.height), 3.0)
                assert mask.any(), (name, severity)
                assert forgery.sees
