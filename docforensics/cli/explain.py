"""`docforensics explain CHECK`: what a check looks at, what it cannot see, and what its weight rests on."""

import argparse
import difflib
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from docforensics.checks.claims import ClaimId
from docforensics.checks.modes import RunMode
from docforensics.checks.renamed import current_id
from docforensics.cli.exits import Exit
from docforensics.cli.options import add_options
from docforensics.cli.output import Output
from docforensics.errors import UsageError

if TYPE_CHECKING:
    from docforensics.checks.check import Check
    from docforensics.claims.power import Powers, VerifiesFrom
    from docforensics.scoring.model import CalibrationRow

DESCRIPTION = (
    "Explains what a check examines, what it cannot see, its prerequisites and the basis of its weight."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of this command."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("check", nargs="?", metavar="CHECK", help="id of a check, for example mrz.check_digits")
    what.add_argument("--list", action="store_true", help="list all checks")
    add_options(parser, "--calibration", "--json")


def run(arguments: argparse.Namespace, output: Output) -> Exit:
    """Explain one check or list them all."""
    from docforensics.checks.registry import discover_checks
    from docforensics.scoring.calibration import Calibration

    checks = discover_checks()
    if arguments.list:
        return _list(checks, output, as_json=arguments.json)
    check = _named(arguments.check, checks)
    calibration = Calibration.load(beside=arguments.calibration)
    fitted = [row for (name, _), row in sorted(calibration.fitted.items()) if name == check.id]
    row, powers = calibration.row(check.id), calibration.powers
    shares = {
        condition: asdict(one.checks[check.id])
        for condition, one in sorted(calibration.combinations.items())
        if check.id in one.checks
    }
    facts = {**_facts(check, row, powers), "fitted": [row_facts(row) for row in fitted], "shares": shares}
    return output.answer(facts, *_in_words(check, row, powers, facts, output.width), as_json=arguments.json)


def _list(checks: Sequence["Check"], output: Output, *, as_json: bool) -> Exit:
    facts = {"checks": [{"check": check.id, "title": check.spec.title} for check in checks]}
    widest = max((len(check.id) for check in checks), default=0)
    lines = (f"{check.id:<{widest}}  {check.spec.title}" for check in checks)
    return output.answer(facts, *lines, as_json=as_json)


def _named(name: str, checks: Sequence["Check"]) -> "Check":
    by_id = {check.id: check for check in checks}
    if (current := current_id(name)) in by_id:
        return by_id[current]
    near = difflib.get_close_matches(name, by_id, n=3)
    hint = f"; did you mean {' or '.join(near)}?" if near else "; see docforensics explain --list"
    raise UsageError(f"there is no check {name!r}{hint}")


def _facts(check: "Check", row: "CalibrationRow", powers: "Powers") -> dict[str, object]:
    spec = check.spec
    return {
        "check": check.id,
        "title": spec.title,
        "explanation": check.explanation,
        "unit": spec.unit,
        "tr03135": spec.tr03135,
        "channels": sorted(channel.value for channel in spec.channels),
        "lights": sorted(light.value for light in spec.lights),
        "needs_mrz": spec.needs_mrz,
        "needs_template": spec.needs_template,
        "min_px_per_mm": spec.min_px_per_mm,
        "equipment": spec.equipment,
        "advice": spec.advice,
        "guidance": _guidance(check.id),
        "calibration": row_facts(row),
        "verifies": sorted(spec.verifies),
        "contradicts": sorted(spec.verifies | spec.contradicts),
        "verifies_from": _power(row.verifies_from),
        "shown": [asdict(power) for (claim, _), power in sorted(powers.items()) if claim in spec.verifies],
    }


def _power(power: "VerifiesFrom | None") -> dict[str, object] | None:
    """From which quality on it may verify; None where it can only contradict."""
    return None if power is None else {**asdict(power), "channels": sorted(power.channels)}


def claim_lines(check: "Check", row: "CalibrationRow", powers: "Powers") -> list[str]:
    """Name the claims that it verifies, from which quality on and on what that rests, and those that it can contradict alone."""
    from docforensics.claims.model import CLAIMS
    from docforensics.claims.power import basis_words, quality_words

    spec = check.spec
    verified = spec.verifies if row.verifies_from is not None else frozenset[ClaimId]()
    told = {
        f"Verifies{quality_words(row.verifies_from)}": verified,
        "Can contradict": (spec.verifies | spec.contradicts) - verified,
    }
    listed = {
        how: ", ".join(facts.title for claim, facts in CLAIMS.items() if claim in claims)
        for how, claims in told.items()
    }
    told_of = row.verifies_from.channels & spec.channels if row.verifies_from else ()
    shown = [
        f"{facts.title}: {basis_words(claim, told_of, powers)}."
        for claim, facts in CLAIMS.items()
        if claim in verified
    ]
    return [*(f"{how}: {titles}" for how, titles in listed.items() if titles), *shown]


def row_facts(row: "CalibrationRow") -> dict[str, object]:
    """What a weight rests on; the condition is empty where it holds under all."""
    told = ("condition", "basis", "data_set", "log10_lr_min", "log10_lr_max", "n_genuine", "n_forged")
    real = row.real and {name: getattr(row.real, name) for name in ("documents", "sources", "false_alarms")}
    return {**{name: getattr(row, name) for name in told}, "counted_on": row.counted_on.value, "real": real}


def _guidance(check: str) -> dict[str, object] | None:
    """What a finding means and how to verify it by hand; None for a check that brings no guidance."""
    from docforensics.guidance.entries import check_entry

    entry = check_entry(check)
    if entry is None:
        return None
    return {
        "means": entry.means,
        "verify": [
            {"equipment": action.equipment.slug, "line": action.line, "do": action.do}
            for action in entry.actions
        ],
        "genuine": entry.genuine,
        "forged": entry.forged,
        "not_proof": entry.not_proof,
        "sources": [source.title for source in entry.sources],
    }


def _by_hand(check: str, width: int) -> list[str]:
    from docforensics.guidance.entries import LINES, check_entry

    entry = check_entry(check)
    if entry is None:
        return []
    said = [f"A finding means: {entry.means}", "Verify it by hand:"]
    said += [f"- {action.equipment.name} ({LINES[action.line]}): {action.do}" for action in entry.actions]
    said += [f"Genuine: {entry.genuine}", f"Forged: {entry.forged}", f"Does not prove: {entry.not_proof}"]
    wrapped = [textwrap.wrap(text, width, subsequent_indent="  " * text.startswith("- ")) for text in said]
    return [line for lines in wrapped for line in lines] + [""]


def _in_words(
    check: "Check", row: "CalibrationRow", powers: "Powers", facts: dict[str, object], width: int
) -> list[str]:
    lines = [check.id, check.spec.title, "", *_wrapped(check.explanation, width), ""]
    lines += _by_hand(check.id, width)
    lines += [f"Needs: {needs}" for needs in [needs_words(check)] if needs]
    lines += [line for text in claim_lines(check, row, powers) for line in textwrap.wrap(text, width)]
    lines += [f"TR-03135: {check.spec.tr03135}"] * bool(check.spec.tr03135)
    lines += textwrap.wrap(f"When it is adverse: {check.spec.advice}", width) * bool(check.spec.advice)
    fitted = facts["fitted"] if isinstance(facts["fitted"], list) else []
    weights = [weight_words(row) for row in (facts["calibration"], *fitted)]
    if check.spec.run_mode is RunMode.OFF:
        weights = [f'Off by default. A policy switches it on: [run_modes] "{check.id}" = "evaluatory"']
    shares = facts["shares"] if isinstance(facts["shares"], dict) else {}
    weights += [share_words(condition, share, check.spec.unit) for condition, share in shares.items()]
    return [*lines, *(line for weight in weights for line in textwrap.wrap(weight, width))]


def _wrapped(explanation: str, width: int) -> list[str]:
    """Wrap plain paragraphs; what is indented (a table, a formula) stays as it is."""
    text = textwrap.dedent(explanation)
    paragraphs = text.split("\n\n")
    wrapped = [
        paragraph
        if any(line.startswith(" ") for line in paragraph.splitlines())
        else textwrap.fill(paragraph, width)
        for paragraph in paragraphs
    ]
    return "\n\n".join(wrapped).splitlines()


def needs_words(check: "Check") -> str:
    """What a check needs, in words; empty where it needs nothing of its own."""
    spec = check.spec
    needs = [f"{light.value} light" for light in sorted(spec.lights)]
    needs += ["a machine readable zone"] * spec.needs_mrz + ["a reference template"] * spec.needs_template
    needs += [f"at least {spec.min_px_per_mm:g} px/mm"] * bool(spec.min_px_per_mm)
    return ", ".join(needs)


def weight_words(calibration: object) -> str:
    """What a row, as `row_facts` gives it, lets a finding weigh, and on what that rests."""
    row = calibration if isinstance(calibration, dict) else {}
    counts = f"{row['n_genuine']} genuine and {row['n_forged']} forged documents"
    source = (
        f"fitted on {row['data_set']} ({counts})" if row["basis"] == "fitted" else "set by expert judgement"
    )
    if row["log10_lr_min"] == row["log10_lr_max"]:
        return "Weight: none; shown, never weighed."
    low, high = 10 ** row["log10_lr_min"], 10 ** row["log10_lr_max"]
    where = f", {row['condition']}" if row["condition"] else ""
    return f"Weight{where}: likelihood ratio from {low:.2g} to {round(high, 1):g}, {source}. {_counted(row)}"


def share_words(condition: str, told: Mapping[str, float], unit: str) -> str:
    """What of an adverse ratio of a check counts under a condition."""
    return (
        f"Share, {condition}: {told['share']:.0%} of an adverse log10 LR counts where all checks are added up, fitted together with those of all checks, and more "
        f"from a value of {told['largest']:.3g} ({unit}) on, the largest of a genuine document of the fit."
    )


def _counted(row: dict[str, Any]) -> str:
    """What the count of false alarms on real documents allows."""
    if row["counted_on"] == "none: signed data":
        return "It compares with signed data, which no misreading passes."
    if row["counted_on"] != "real documents":
        return (
            "False alarms were not counted on real documents of several sources: where the template holds no counts of its model "
            "either, a policy with hold_uncounted = true lets it refer no document by itself."
        )
    real = row["real"]
    ratio = (real["documents"] + 1) / (real["false_alarms"] + 1)
    return (
        f"False alarms: {real['false_alarms']} of {real['documents']} real documents of {real['sources']} sources; "
        f"they support {ratio:.0f} at most."
    )
