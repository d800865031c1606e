"""The table of the MRZ bench: what was not read in this run is shown with the commit at which it was."""

from typing import Any

from benchmarks.mrz.run_table import carried_over
from benchmarks.mrz.session import Answer
from benchmarks.mrz.table import markdown, speed

BEFORE: dict[str, Any] = {
    "data_sha256": "aa",
    "git_sha": "0123456789abcdef",
    "systems": {
        "ours": {"timed_in_this_run": True},
        "peer": {"timed_in_this_run": True},
        "older": {"timed_in_this_run": False, "measured_at": "fedcba9"},
    },
}


def answers(*seconds: float) -> tuple[Answer, ...]:
    """One an image, found or not."""
    return tuple(Answer(lines=None, wall=one, cpu=one) for one in seconds)


def test_systems_that_were_not_read_keep_their_figures_and_say_since_when() -> None:
    """What was carried over once keeps the commit it has."""
    kept = carried_over(BEFORE, "aa", without={"ours": {}})

    assert kept == {
        "peer": {"timed_in_this_run": False, "measured_at": "0123456"},
        "older": {"timed_in_this_run": False, "measured_at": "fedcba9"},
    }


def test_figures_on_other_images_are_not_carried_over() -> None:
    """They cannot stand in one table."""
    assert carried_over(BEFORE, "bb", without={}) == {}
    assert carried_over({}, "aa", without={}) == {}


def test_speed_is_told_against_passporteye_and_the_fastest_that_reads_enough() -> None:
    """A quick peer that reads nothing is no rival."""
    timed = {
        "network-opencv": answers(0.02, 0.02, 0.03),
        "passporteye": answers(0.5, 0.6, 0.7),
        "able": answers(0.1, 0.2, 0.1),
        "blind": answers(0.01, 0.01, 0.01),
    }
    share = {"network-opencv": 0.9, "passporteye": 0.1, "able": 0.5, "blind": 0.0}
    summaries = {
        name: {"exact": {"share": share[name]}, "seconds": {"cpu": {"median": timed[name][0].cpu}}}
        for name in timed
    }
    told = speed(timed, summaries, ["network-opencv"])

    assert told["fastest_peer_that_reads_40_percent"] == "able"
    assert told["times_faster"]["network-opencv than passporteye"] == {"cpu": 30.0, "wall": 30.0}
    assert told["times_faster"]["network-opencv than able"] == {"cpu": 5.0, "wall": 5.0}


def test_the_table_names_the_commit_of_what_was_carried_over() -> None:
    """And orders by what was read exactly."""
    share = {"right": 1, "n": 2}
    entry: dict[str, Any] = {
        "exact": share,
        "found": share,
        "character_error_rate_found": None,
        "character_error_rate_interval95": [0.0, 0.0],
        "number_dates_digits_exact": share,
        "digits_valid": share,
        "false_valid": 0,
        "protected_false_valid": 0,
        "negatives_read": 0,
        "negatives": 1,
        "invalid_prints_as_printed": share,
        "seconds": {kind: {"median": 0.1, "p95": 0.2} for kind in ("cpu", "wall")},
        "timed_in_this_run": False,
        "measured_at": "fedcba9",
    }
    best = {**entry, "exact": {"right": 2, "n": 2}, "timed_in_this_run": True}
    del best["measured_at"]
    rows = markdown({"systems": {"peer": entry, "ours": best}}).splitlines()[2:]

    assert [row.split("|")[1].strip() for row in rows] == ["ours", "peer (at fedcba9)"]
