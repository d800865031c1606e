"""How often a changed claim is verified all the same, by claim, channel and quality, and what that shows."""

import tomllib
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.evasion.changes import _FILE, _PAPER, BUNDLES, OF_FILES, OWN, bundles, changed
from benchmarks.evasion.power import CHANNELS, planned
from benchmarks.evasion.run import NONE
from benchmarks.evasion.shown import LEAST_DOCUMENTS, changes_of, powers, tables, written
from docforensics.capture.model import Channel
from docforensics.checks.claims import ClaimId
from docforensics.claims.power import ShownPower
from sample_docs.generator.forge import SPECIES


def row(number: int, state: str, resolved: float = 9.0, **told: Any) -> dict[str, Any]:
    """Make a row of a swapped photo."""
    claim = {"change": "photo-physical", "state": state, "why": "", "checks": [], "places": []}
    common = {"channel": "photo", "split": "calibration", "code": "c", "outcome": "examined"}
    return {
        **common,
        "case": f"d-{number}+none",
        "resolved": resolved,
        "claims": {"portrait": claim},
        **told,
    }


def derived(*rows: dict[str, Any]) -> ShownPower:
    """Derive the only power."""
    one, upload = powers(changes_of(rows))
    assert (one.channel, upload.channel) == (Channel.PHOTO, Channel.UPLOAD)
    assert replace(upload, channel=Channel.PHOTO) == one, "what is a photo may be uploaded"
    return one


def test_a_changed_claim_that_was_not_verified_was_found() -> None:
    """Contradicted or not seen; both are told."""
    one = derived(*(row(n, "contradicted") for n in range(8)), row(8, "not_seen"), row(9, "verified"))
    assert (one.claim, one.channel, one.changes, one.found, one.contradicted) == (
        ClaimId.PORTRAIT,
        Channel.PHOTO,
        10,
        9,
        8,
    )
    assert one.suffices
    assert one.px_per_mm == 8.0


def test_the_quality_is_the_least_from_which_on_and_at_which_enough_is_found() -> None:
    """A band in which changes are missed ends it, though all together would suffice."""
    fine = [row(n, "contradicted", 13.0) for n in range(40)]
    middle = [row(n, "contradicted", 7.2) for n in range(40, 60)]
    coarse = [row(n, "verified" if n % 2 else "contradicted", 5.5) for n in range(60, 72)]
    one = derived(*fine, *middle, *coarse)
    assert (one.px_per_mm, one.found, one.changes, one.documents) == (7.0, 60, 60, 60)


def test_where_too_many_are_missed_at_every_quality_nothing_is_verified() -> None:
    """All changes count then."""
    rows = [row(n, "verified" if n % 3 == 0 else "contradicted", 4.5 + n % 9) for n in range(30)]
    one = derived(*rows)
    assert not one.suffices
    assert (one.found, one.changes, one.px_per_mm) == (20, 30, 0.0)


def test_a_band_that_misses_too_many_is_not_outweighed_by_coarser_ones() -> None:
    """Few finer captures that are all found, and many coarser ones, leave it: nothing is verified."""
    fine = [row(n, "contradicted", 13.0) for n in range(5)]
    missed = [row(n, "verified" if n % 10 < 3 else "contradicted", 11.0) for n in range(10, 30)]
    coarse = [row(n, "contradicted", 5.0) for n in range(30, 230)]
    one = derived(*fine, *missed, *coarse)
    assert not one.suffices
    assert (one.found, one.changes, one.px_per_mm) == (14, 20, 0.0)


def test_few_documents_and_other_holders_show_nothing() -> None:
    """Captures of one document count as one, and calibration holders alone set a limit."""
    same = [row(n % (LEAST_DOCUMENTS - 1), "contradicted") for n in range(40)]
    other = [row(n, "contradicted", split="test") for n in range(40)]
    assert powers(changes_of([*same, *other])) == []


def test_a_change_of_the_picture_alone_is_one_of_the_capture() -> None:
    """Characters typed into the file leave the print of the zone as it was."""

    def changed_zone(change: str) -> dict[str, Any]:
        told = {"change": change, "state": "verified", "why": "", "checks": [], "places": []}
        return row(0, "verified", claims={"mrz_print": told})

    assert [
        one.concerns for one in changes_of([changed_zone("mrz-digital-valid"), changed_zone("mrz-font")])
    ] == [
        ClaimId.ONE_CAPTURE,
        ClaimId.MRZ_PRINT,
    ]


def test_what_is_written_is_what_a_calibration_reads() -> None:
    """One table a claim and channel."""
    one = derived(*(row(n, "contradicted") for n in range(12)))
    (entry,) = tomllib.loads(written([one], ["c"]))["power"]
    assert (
        ShownPower(**{**entry, "claim": ClaimId(entry["claim"]), "channel": Channel(entry["channel"])}) == one
    )


def test_the_tables_tell_claims_captures_bands_and_changes() -> None:
    """With the lower end of the interval, and why a claim was not seen."""
    rows = [row(0, "contradicted"), row(1, "not_seen", 4.2)]
    found = tables(changes_of(rows))
    assert set(found["by_claim_channel_and_band"]) == {
        "portrait, photo, from 8 px/mm",
        "portrait, photo, from 4 px/mm",
    }
    assert found["by_claim_and_capture"]["portrait, photo"]["verified"] == 0
    assert 0 < found["by_claim_and_channel"]["portrait, photo"]["lower_95"] < 1


def test_every_change_is_a_species_of_the_generator_or_one_of_our_own() -> None:
    """A renamed species would count nothing; what is done in a file is asked of photos and uploads alone."""
    named = {name for steps in BUNDLES.values() for step in steps for name in step}
    assert named <= {*SPECIES, *OWN}
    assert named == {*_PAPER, *_FILE, *OWN}
    assert {channel for channel in CHANNELS if set(bundles(channel)) & set(OF_FILES)} == {
        "photo",
        "messenger",
    }


def test_any_beginning_holds_every_channel_as_it_is_first() -> None:
    """Each document is then tried at a worse quality, and no case stands twice."""
    cases = list(planned(2))
    assert len({one.id for one in cases}) == len(cases)
    first = cases[: len(cases) // 4]
    assert {one.channel for one in first} == set(CHANNELS)
    assert {one.quality for one in first} == {NONE}


@pytest.mark.parametrize(
    ("channel", "bundle", "claims"),
    [
        (
            "flatbed",
            "values",
            {ClaimId.NAMES, ClaimId.EXPIRY_DATE, ClaimId.NATIONALITY, ClaimId.PRINT_ELSEWHERE},
        ),
        ("messenger", "file-data", {ClaimId.PRINT_AT_DATA, ClaimId.PORTRAIT}),
    ],
)
def test_a_changed_document_names_the_claims_that_it_changes(
    channel: str, bundle: str, claims: set[ClaimId]
) -> None:
    """The same each time; what other lights would show is left out where they were not given."""
    made = changed("td2", channel, bundle, 0)
    assert claims <= set(made.changes)
    assert not set(made.changes) & {ClaimId.UV_PRINT, ClaimId.IR_DATA}
    again = changed("td2", channel, bundle, 0)
    assert [a.visible.file for a in made.submission.aspects] == [
        a.visible.file for a in again.submission.aspects
    ]
