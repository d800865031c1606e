"""The plan follows from the documents and a seed, and spreads manipulations over species and channels."""

from collections import Counter
from itertools import product
from pathlib import Path

from benchmarks.evasion.cases import (
    ALWAYS,
    FLAGGED,
    FlaggedForgery,
    planned,
    read_flagged,
    write_flagged,
)
from benchmarks.evasion.documents import Facts
from benchmarks.evasion.manipulate import MANIPULATIONS, Effect
from docforensics.capture.light import Light

PLACES = ("field:birth", "field:number", "mrz", "mrz-field:birth_date", "mrz-line:1", "portrait")


def facts(number: int, species: str, channel: str) -> Facts:
    """State the facts of a document."""
    reader = channel == "border-reader"
    return Facts(
        id=f"td3-2-{number:04d}-{channel}-{species}",
        design="td3-2",
        capture=channel,
        holder=f"h{number:03d}",
        split="test",
        seed=1,
        species=species,
        severity="ordinary" if species else "",
        lights=frozenset({Light.VISIBLE, Light.UV, Light.IR}) if reader else frozenset({Light.VISIBLE}),
        dpi=400.0 if reader else 300.0,
        places=PLACES,
        altered={"": 0.0, "grey-copy": 1.0}.get(species, 0.02),
        altered_in_mrz=1.0 if species == "mrz-font" else 0.0,
        margin_mm=5.0,
    )


SPECIES = ("data-digital", "mrz-font", "grey-copy", "photo-physical")
CHANNELS = ("border-reader", "flatbed", "photo", "messenger")
DOCUMENTS = [
    facts(number, species, channel)
    for number, (species, channel, _) in enumerate(product((*SPECIES, ""), CHANNELS, range(5)))
]
PLAN = planned(DOCUMENTS, seed=3)
BY_ID = {one.id: one for one in DOCUMENTS}


def test_the_same_documents_and_seed_give_the_same_plan_in_any_order() -> None:
    """Two people who run it run the same cases."""
    assert planned(DOCUMENTS[::-1], seed=3) == PLAN
    assert planned(DOCUMENTS, seed=4) != PLAN
    assert len({case.id for case in PLAN}) == len(PLAN)


def test_every_forged_document_gets_what_all_get_and_some_of_the_rest() -> None:
    """Patches over the altered place, or elsewhere where all of the page was altered."""
    for document in DOCUMENTS:
        names = {case.manipulation for case in PLAN if case.document == document.id}
        if not document.is_forged:
            continue
        assert len(names) == len(ALWAYS) + 2
        assert {"scale:0.6", "blur:1.2px", "grey", "jpeg:20"} <= names
        assert ("glare:altered" in names) == (document.altered < 1)
        assert any(name.startswith("second-page") for name in names)


def test_what_makes_a_forgery_is_not_done_to_genuine_documents() -> None:
    """Nor what cannot be done to the document at all."""
    for case in PLAN:
        document, manipulation = BY_ID[case.document], MANIPULATIONS[case.manipulation]
        assert manipulation.fits(document)
        assert document.is_forged or manipulation.effect is not Effect.FORGES
        if case.manipulation == "mrz-pasted:same":
            assert document.species != "mrz-font"


def test_manipulations_are_spread_over_species_and_channels() -> None:
    """Of the pages appended in six ways each is done about as often as every other, in every channel."""
    pages = [
        case
        for case in PLAN
        if case.manipulation.startswith("second-page") and BY_ID[case.document].is_forged
    ]
    counts = Counter(case.manipulation for case in pages)
    assert len(counts) == 6
    assert max(counts.values()) - min(counts.values()) <= 4
    for channel in CHANNELS:
        assert len({c.manipulation for c in pages if BY_ID[c.document].capture == channel}) >= 5
    extra = Counter(case.manipulation for case in PLAN if case.document.endswith(SPECIES))
    assert set(extra) >= {
        name for name, one in MANIPULATIONS.items() if one.group in ("crop", "turn", "lights")
    }


def test_any_beginning_holds_the_shares_of_the_whole() -> None:
    """A run that is stopped half way has half of every frequent manipulation."""
    whole = Counter(case.manipulation for case in PLAN)
    half = Counter(case.manipulation for case in PLAN[: len(PLAN) // 2])
    for name, count in whole.items():
        assert abs(half[name] - count / 2) <= 1.5


def test_the_frozen_list_is_read_as_it_was_written(tmp_path: Path) -> None:
    """And the committed one names every document once, all of them flagged."""
    one = FlaggedForgery(
        document="td3-2-0001-photo-grey-copy-ordinary",
        design="td3-2",
        channel="photo",
        holder="h001",
        seed=4700,
        species="grey-copy",
        severity="ordinary",
        split="test",
        outcome="REFER",
        log10_lr=0.9,
    )
    write_flagged([one], tmp_path / "flagged.csv")
    assert read_flagged(tmp_path / "flagged.csv") == (one,)
    frozen = read_flagged(FLAGGED)
    assert len({row.document for row in frozen}) == len(frozen)
    assert {row.outcome for row in frozen} <= {"REFER", "ALERT"}
