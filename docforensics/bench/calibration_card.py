"""The model card of a calibration: written from what was fitted and measured, never by hand."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from docforensics.bench.score import ScoreFigures, estimate_text
from docforensics.capture.model import Channel
from docforensics.checks.check import Check
from docforensics.checks.claims import ClaimId
from docforensics.checks.registry import discover_checks
from docforensics.claims.model import CLAIMS
from docforensics.claims.power import quality_words
from docforensics.errors import UsageError
from docforensics.scoring.calibration import Calibration
from docforensics.scoring.fit import ConditionFit
from docforensics.scoring.outcomes import Examined

POWER = "## What a check may verify"
NEVER_IN_A_PICTURE = (
    "look-alikes and impostors (the person is not the holder)",
    "morphed portraits in genuine documents",
    "genuine documents obtained by fraud, issued in full order",
    "cloned or altered chips whose data are not given",
    "features felt or tilted: intaglio relief, holograms in motion, stitching, paper",
    "forgeries by a State's own press or on stolen genuine stock with the genuine ink",
)
"""Kinds of attack that no capture of one page can show, so that no figure here speaks of them."""
NEVER_TESTED = (
    f"- Attack kinds never tested, since no capture of a page shows them: {'; '.join(NEVER_IN_A_PICTURE)}."
)
_OTHERS, _JUDGED = "Under any other channel or set of lights than those below", "all weights are judgement."
LIMITS_OF_ALL = (
    f"- {_OTHERS} {_JUDGED}",
    "- A ratio depends on the mixture of attacks below: each kind about as frequent as any other. It does not state how",
    "  frequent an attack is at a border.",
)
"""Lines that hold for every calibration."""
SEEN_KINDS: Mapping[str, str] = {
    "alteration of data": "viz-text mrz-digital data-digital data-mechanical",
    "photo substitution": "photo-",
    "counterfeit, printed": "counterfeit- grey-copy",
    "recapture of a print or screen": "recapture",
    "imitated or missing UV, IR or optically variable features": "uv- ovd- mrz-ir",
    "wrong type face or pitch": "mrz-font mrz-pitch",
    "page substitution, stolen blank, pseudo document": "page-substitution stolen-blank pseudo-document",
}
"""Kinds of attack and what names of species begin with or hold."""


def beside(card: str, others: Sequence[str]) -> str:
    """State on a card which other cards, by file name, are of further channels and lights that were fitted.

    UsageError for a card that does not say what holds under other channels.
    """
    named = f", and those of {', '.join(f'`{one}`' for one in others)}," if others else ""
    whole = f"(?s){re.escape(_OTHERS)}.*?{re.escape(_JUDGED)}"
    written, found = re.subn(whole, f"{_OTHERS}{named} {_JUDGED}", card)
    if not found:
        raise UsageError(f"{_OTHERS!r} stands nowhere on the card: write it anew")
    return written


def card(
    fits: Sequence[ConditionFit],
    table: Sequence[Examined],
    calibration: Calibration,
    figures: Mapping[str, tuple[ScoreFigures, ScoreFigures]],
    *,
    command: str,
    digest: str,
    templates: str,
    policy: str,
    real_sources: int,
) -> str:
    """Write the card as Markdown.

    Parameters
    ----------
    figures
        By condition, of the test split: under the fitted rows, and under judgement alone.
    command, digest, templates
        How the rows were made, the sha256 of the table, and which reference templates the documents were compared with.
    policy
        Name of the policy that figures of what is flagged are of.
    real_sources
        Owners or issuers of the documents, where they are stated to be real; 0 where they are not.

    """
    lines = [
        *opening("docforensics calibrate", command),
        f"Table of outcomes: sha256 `{digest}`. Templates: {templates}. Rows not listed as fitted are expert judgement,",
        "marked `expert` in every report and kept within a likelihood ratio of 10.",
        "",
        *_limits(fits, table, real_sources),
        *power_section(calibration, discover_checks()),
    ]
    for one in fits:
        lines += _condition(one, table, calibration, figures.get(one.condition), policy)
    return "\n".join(lines).rstrip() + "\n"


def opening(program: str, command: str) -> Sequence[str]:
    """State what a calibration is, which program wrote its card, and the command that its rows were made by."""
    return (
        "# Calibration",
        "",
        f"Written by `{program}`; not by hand. How each check's value becomes a likelihood ratio, and how these",
        "are put together. A ratio is about the document, never about the person, and is a claim about the data below.",
        "",
        "```",
        command,
        "```",
        "",
    )


def power_section(calibration: Calibration, checks: Sequence[Check]) -> Iterator[str]:
    """List which checks may verify which claims, from which quality on, and on how many changes that was shown, by the rows alone."""
    yield from (POWER, "")
    yield "CLEAR needs every mandatory claim verified. A check verifies a claim only from the quality on that its row states"
    yield "(`verifies_from`: its least resolution, by judgement); below, and where the row has none, it can only contradict. A table of"
    yield "outcomes holds no claims: the figures below count what is flagged, and none states what is clear."
    yield ""
    yield from ("| check | may verify | from |", "|---|---|---|")
    able: dict[ClaimId, set[Channel]] = {}
    for check in checks:
        power = calibration.verifies_from(check.id)
        claims = [claim for claim in CLAIMS if claim in check.spec.verifies]
        if power is not None and claims:
            yield f"| `{check.id}` | {', '.join(claims)} | {quality_words(power).strip() or 'any quality'} |"
            for claim in claims:
                able.setdefault(claim, set()).update(power.channels & check.spec.channels)
    yield ""
    yield from _shown(able, calibration)
    yield f"No check may verify: {', '.join(claim for claim in CLAIMS if claim not in able) or 'none'}."
    yield ""


def _shown(able: Mapping[ClaimId, Collection[Channel]], calibration: Calibration) -> Iterator[str]:
    """State for every claim that some check may verify what its checks together were shown to find, or that it is judgement."""
    yield "A claim that was changed must end contradicted or not seen. Where that was counted, claim by claim and channel by channel, on"
    yield "sample documents of the calibration half (`benchmarks.evasion.power`), all checks of the claim together verify it from the resolution on"
    yield "from which at least nine of ten changes do, and on no page of a channel where that is nowhere so; the rest is by judgement."
    yield ""
    yield from ("| claim | channel | not verified | contradicted | from px/mm |", "|---|---|---|---|---|")
    for claim, channels in sorted(able.items(), key=lambda item: list(CLAIMS).index(item[0])):
        for channel in sorted(channels):
            power = calibration.powers.get((claim, channel))
            if power is None:
                yield f"| {claim} | {channel} | by judgement | - | - |"
            else:
                least = f"{power.px_per_mm:g}" if power.suffices else "never verified"
                yield (
                    f"| {claim} | {channel} | {power.found} of {power.changes} | {power.contradicted} | {least} |"
                )
    yield ""


def _limits(fits: Sequence[ConditionFit], table: Sequence[Examined], real_sources: int) -> Iterator[str]:
    models = ", ".join(sorted({one.model for one in table if one.model})) or "not named"
    yield from ("## Limits", "")
    if real_sources:
        yield f"- Documents: {models}, stated to be real, of {real_sources} owners or issuers. Those of others differ in pages, printers and"
        yield "  devices."
    else:
        yield f"- Documents: {models}, not stated to be real, as those are that a generator draws and captures. Real pages, printers and"
        yield "  devices differ."
    yield from LIMITS_OF_ALL
    if not fits:
        yield "- Nothing was fitted: no channel had enough documents of both kinds."
    yield NEVER_TESTED
    seen = {one.species for one in table if one.is_forged}
    for kind, names in SEEN_KINDS.items():
        if not any(name in species for name in names.split() for species in seen):
            yield f"- Never tested here: {kind}."
    yield ""


def _condition(
    one: ConditionFit,
    table: Sequence[Examined],
    calibration: Calibration,
    figures: tuple[ScoreFigures, ScoreFigures] | None,
    policy: str,
) -> Iterator[str]:
    here = [item for item in table if item.condition.name == one.condition]
    test = [item for item in here if item.split == "test"]
    yield from (f"## {one.condition}", "")
    captures = ", ".join(sorted({item.capture for item in here if item.capture})) or "not named"
    yield f"Captures: {captures}. Fitted on {one.n_genuine} genuine and {one.n_forged} forged documents of the calibration split"
    yield f"({len({i.holder for i in here if i.split == 'calibration'})} holders): {one.data_set}."
    if "design" in one.units:
        counted = ", ".join(f"{kind} {count}" for kind, count in one.units.items())
        yield f"Units that bounds count in place of documents: {counted}. Folds keep apart by {', '.join(one.apart)}."
    yield f"Highest and lowest total supported: log10 LR {one.combination.log10_lr_max:+.2f}, {one.combination.log10_lr_min:+.2f}."
    points = ", ".join(f"{share:.0%}: {at:+.2f}" for share, at in one.combination.false_alarms) or "none"
    yield f"log10 LR without bounds that at most a share of genuine documents reaches: {points}."
    yield ""
    if figures is not None:
        yield from _figures(figures, test, by_design="design" in one.units, policy=policy)
    yield from _species(one, test, figures)
    yield from checks_section(one, calibration)


def _figures(
    figures: tuple[ScoreFigures, ScoreFigures], test: Sequence[Examined], *, by_design: bool, policy: str
) -> Iterator[str]:
    fitted, judged = figures
    unit = "design" if by_design else "holder"
    others = len({getattr(item, unit) for item in test})
    yield f"Test split, {fitted.n_genuine} genuine and {fitted.n_forged} forged documents of {others} other {unit}s, 95 %"
    yield f"intervals over {unit}s:"
    yield ""
    yield from ("| figure | fitted | judgement alone |", "|---|---|---|")
    names = {
        "cllr": "Cllr (bits)",
        "cllr_cal": "Cllr - Cllr min (bits)",
        "eer": "equal error rate (%)",
        "detection": "detected at 2 % false alarms (%)",
        "bpcer": f"genuine flagged, policy `{policy}` (%)",
        "apcer": f"forged not flagged, `{policy}` (%)",
    }
    for name, words in names.items():
        percent = not name.startswith("cllr")
        cells = [estimate_text(found.figures.get(name), percent=percent) for found in (fitted, judged)]
        yield f"| {words} | {' | '.join(cells)} |"
    yield ""


def _species(
    one: ConditionFit, test: Sequence[Examined], figures: tuple[ScoreFigures, ScoreFigures] | None
) -> Iterator[str]:
    counts = Counter(item.species for item in test if item.is_forged)
    yield from ("| kind of attack | fitted on | tested on | APCER at BPCER 2 % (%) |", "|---|---|---|---|")
    for name in sorted({*one.species, *counts}):
        rate = estimate_text(figures[0].species.get(name), percent=True) if figures else "-"
        yield f"| `{name}` | {one.species.get(name, 0)} | {counts[name]} | {rate} |"
    yield ""


def checks_section(one: ConditionFit, calibration: Calibration) -> Iterator[str]:
    """List every check with its row, the share of it that counts, its documents and costs, and why it has that row."""
    yield "Every check, with the share of its adverse log10 LR that counts among all checks up to the largest value of a genuine document (- where it errs on none: it counts"
    yield "whole), and its cost in bits out of the fold (1 is without information):"
    yield ""
    yield from (
        "| check | row | log10 LR | share | genuine | forged | logistic | isotonic | judged | why |",
        "|---|---|---|---|---|---|---|---|---|---|",
    )
    for found in one.checks:
        row = found.row or calibration.row_under(found.check, one.condition)
        kind = f"fitted, {row.method}" if found.row else f"expert, {row.method}"
        costs = [
            f"{found.cllr[name]:.3f}" if name in found.cllr else "-"
            for name in ("logistic", "isotonic", "judged")
        ]
        bounds = f"{row.log10_lr_min:+.2f} to {row.log10_lr_max:+.2f}"
        share = one.combination.checks.get(found.check)
        cells = (
            f"`{found.check}`",
            kind,
            bounds,
            "-" if share is None else f"{share.share:.2f} to {share.largest:.3g}",
            str(found.n_genuine),
            str(found.n_forged),
            *costs,
            found.why,
        )
        yield f"| {' | '.join(cells)} |"
    yield ""
