"""The card says what was fitted, on what, how well, and what was never tested."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from docforensics.bench.calibration_card import (
    LIMITS_OF_ALL,
    NEVER_IN_A_PICTURE,
    beside,
    card,
    power_section,
)
from docforensics.bench.score import score_figures
from docforensics.capture.light import Light
from docforensics.capture.model import Channel
from docforensics.checks.outcome import Measured
from docforensics.checks.registry import discover_checks
from docforensics.claims.power import VerifiesFrom
from docforensics.errors import UsageError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit import fit
from docforensics.scoring.model import Basis, CalibrationRow
from docforensics.scoring.outcomes import Examined
from docforensics.scoring.policy import Policy

ROOT = Path(__file__).parents[2]


def drawn() -> tuple[Examined, ...]:
    """Draw sixty holders a split, a genuine document and a photo swap each."""
    rng = np.random.default_rng(4)
    return tuple(
        Examined(
            document=f"{split}{number}{forged}",
            holder=f"{split}{number}",
            split=split,
            is_forged=forged,
            species="photo-physical" if forged else "",
            severity="ordinary" if forged else "",
            model="TD3-2",
            capture="flatbed",
            channel=Channel.SCANNER,
            lights=frozenset({Light.VISIBLE}),
            has_template=True,
            outcomes={"portrait.ring": Measured(value=float(rng.normal(3.0 * forged)))},
        )
        for split in ("calibration", "test")
        for number in range(60)
        for forged in (False, True)
    )


JUDGED = Calibration.of(
    [
        CalibrationRow(
            check="portrait.ring",
            method="logistic",
            parameters={"centre": 4.0, "slope": 0.2},
            log10_lr_min=-0.05,
            log10_lr_max=0.8,
            n_genuine=0,
            n_forged=0,
            data_set="none: judgement",
            basis=Basis.EXPERT,
        )
    ]
)


def written(*, by_design: bool = False, policy: str = "balanced", real_sources: int = 0) -> str:
    """Fit and write."""
    table = drawn()
    if by_design:
        table = tuple(
            replace(one, design=f"{one.split}-{int(one.holder.removeprefix(one.split)) % 20}")
            for one in table
        )
    fits = fit(table, JUDGED, data_set="drawn set", by_design=by_design)
    (one,) = fits
    fitted = Calibration.of((*JUDGED.rows.values(), *one.rows), [one.combination])
    test = [item for item in table if item.split == "test"]
    figures = tuple(
        score_figures(test, rows, Policy(), draws=30, by_design=by_design) for rows in (fitted, JUDGED)
    )
    return card(
        fits,
        table,
        JUDGED,
        {one.condition: (figures[0], figures[1])},
        command="docforensics calibrate set",
        digest="0" * 64,
        templates="the shipped ones",
        policy=policy,
        real_sources=real_sources,
    )


def test_what_the_documents_are_and_which_policy_is_stated() -> None:
    """A card of a post's own captures, under its own policy, named a generator and `balanced`."""
    text = " ".join(written(policy="north", real_sources=3).split())
    assert "stated to be real, of 3 owners or issuers" in text
    assert "generator" not in text
    assert "policy `north`" in text
    assert "`balanced`" not in text
    assert "not stated to be real" in written()


def test_its_sentences_are_whole() -> None:
    """None lacks a line: a card stated that a ratio "does" and went on with the next half."""
    text = " ".join(written().split())
    assert "It does not state how frequent an attack is at a border." in text


def test_what_a_check_may_verify_follows_from_the_rows() -> None:
    """A check whose row states no quality is not listed, and its claims are named as those that none may verify."""
    checks = discover_checks(plugins=())
    one = next(check for check in checks if check.id == "security.background_print")
    row = replace(
        Calibration.load().rows[one.id],
        verifies_from=VerifiesFrom(px_per_mm=6.5, holders=2, channels=frozenset({Channel.SCANNER})),
    )
    text = "\n".join(power_section(Calibration.of([row]), checks))
    line = next(line for line in text.splitlines() if line.startswith("| `security.background_print`"))
    assert line.endswith("| from 6.5 px/mm and 2 documents learned from on by scanner |")
    assert "portrait.portrait_ring" not in text
    unverified = text.split("No check may verify: ")[1]
    assert "portrait" in unverified
    assert not any(f" {claim}," in f" {unverified}" for claim in one.spec.verifies)


def test_the_shipped_card_is_in_line_with_the_shipped_rows() -> None:
    """`make manifest` was run after the last change of a row."""
    section = "\n".join(power_section(Calibration.load(), discover_checks(plugins=())))
    assert section in (ROOT / "models" / "calibration" / "README.md").read_text(encoding="utf-8")


def test_the_card_tells_data_sizes_figures_and_rows() -> None:
    """With an interval for every figure."""
    text = written()
    assert "Fitted on 60 genuine and 60 forged documents of the calibration split" in text
    assert "drawn set, calibration split" in text
    assert "| `photo-physical` | 60 | 60 | " in text
    assert "| `portrait.ring` | fitted, " in text
    row = next(line for line in text.splitlines() if line.startswith("| Cllr (bits)"))
    assert row.count(" to ") == 2


def test_the_card_of_a_fit_over_designs_counts_designs() -> None:
    """In its bounds and in its intervals."""
    text = written(by_design=True)
    assert "Units that bounds count in place of documents: design 20. Folds keep apart by design." in text
    assert "documents of 20 other designs, 95 %\nintervals over designs:" in text


def test_the_card_names_what_was_never_tested() -> None:
    """What no picture shows, and what this set did not hold."""
    text = written()
    assert all(kind in text for kind in NEVER_IN_A_PICTURE)
    assert "Never tested here: recapture of a print or screen." in text
    assert "Never tested here: photo substitution." not in text


def test_a_card_without_a_fit_says_so() -> None:
    """Too few documents are no fit, and no figures."""
    text = card(
        (),
        drawn()[:4],
        JUDGED,
        {},
        command="c",
        digest="0",
        templates="none",
        policy="balanced",
        real_sources=0,
    )
    assert "Nothing was fitted" in text


def test_a_card_names_the_cards_that_stand_beside_it() -> None:
    """What is fitted elsewhere is no judgement; the sentence is written anew each time, on the shipped card too."""
    shipped = (ROOT / "models" / "calibration" / "README.md").read_text(encoding="utf-8")
    for text in ("\n".join(LIMITS_OF_ALL), beside(shipped, [])):
        named = beside(text, ["designs.md"])
        assert "than those below, and those of `designs.md`, all weights are judgement." in named
        assert beside(named, ["designs.md"]) == named
        assert beside(named, []) == text
    with pytest.raises(UsageError, match="write it anew"):
        beside("# Calibration\n", ["designs.md"])
