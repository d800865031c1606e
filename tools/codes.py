"""Write what programs find in a report as codes, with their meanings: docforensics/report/report.codes.json and docs/reference/codes.md (`make schema`).

Both are made of what the package declares: enumerations with the text under each member, the sentences of guidance, what checks declare.
Tests prove that the committed files are what this writes, and that no sentence of the package lacks a code.
"""

import ast
import inspect
import itertools
import json
import sys
import textwrap
from collections.abc import Iterator, Mapping
from enum import EnumType
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from docforensics.capture.light import Light  # noqa: E402
from docforensics.capture.model import Channel, FileUnit, SideKind  # noqa: E402
from docforensics.checks.claims import ClaimState, Layer, Why  # noqa: E402
from docforensics.checks.registry import discover_checks  # noqa: E402
from docforensics.claims.model import CLAIMS, LayerState  # noqa: E402
from docforensics.guidance.claims import CLAIM_STATES, CODES, LAYER_STATES, LAYERS  # noqa: E402
from docforensics.guidance.codes import ABORTED, ADVICE, OTHER, SentenceKind, coded_sentences  # noqa: E402
from docforensics.guidance.words import sentences  # noqa: E402
from docforensics.page.frame import ScaleBasis  # noqa: E402
from docforensics.report.versions import SCHEMA_VERSION  # noqa: E402
from docforensics.scoring.model import Basis, OutcomeClass, Result  # noqa: E402

FILE = ROOT / "docforensics" / "report" / "report.codes.json"
PAGE = ROOT / "docs" / "reference" / "codes.md"
_MISSING = {
    OTHER: "A sentence that has no code of its own: of a template, of another package, or put together from what a file states.",
    ABORTED: "The check ended with an error of the program.",
}
_ABOUT = {
    "why": "Why a check could not measure, or a claim was not seen: `unchecked[].why`, `verdict.claims[].why`, `verdict.layers[].why`.",
    "reason": "The sentence `unchecked[].reason`: its code is `unchecked[].reason_code`.",
    "need": "The sentence `unchecked[].needs`: its codes are `unchecked[].needs_codes`, several where things are needed together, or one in place of another.",
    "step": "The sentences `guidance[]`: their codes are `guidance_codes[]`, in the same order. A step that a check advises has the code `advice.` and the check's id.",
    "note": "The sentences `verdict.notes[]` and `findings[].note`: their codes are `verdict.note_codes[]` and `findings[].note_code`.",
    "limit": "The sentences `limits[]`: their codes are `limit_codes[]`, in the same order.",
    "claim": "What CLEAR rests on: `verdict.claims[].claim`.",
    "layer": "What a claim is about: `verdict.claims[].layer`, `verdict.layers[].layer`.",
    "claim_state": "`verdict.claims[].state`.",
    "layer_state": "`verdict.layers[].state`.",
    "outcome": "`verdict.outcome`.",
    "result": "`findings[].result`, `unchecked[].result`, as BSI TR-03135 names them.",
    "basis": "`findings[].basis`.",
    "scale_basis": "`sides[].scale_basis`.",
    "channel": "`sides[].channel`.",
    "side": "`sides[].side`.",
    "light": "`sides[].lights`, `findings[].regions[].light`.",
    "file_unit": "`sides[].images[].file_unit`.",
}


def tables() -> dict[str, dict[str, str]]:
    """Give every code with its meaning, by what it is a code of."""
    found = {
        "why": {why.value: told or CODES[why] for why, told in _told(Why)},
        **{kind.value: {**coded_sentences(kind)} for kind in SentenceKind},
        "step": {**sentences()["mend"], **sentences()["steps"], **_advice()},
        "limit": dict(sentences()["limits"]),
        "claim": {claim.value: facts.words for claim, facts in CLAIMS.items()},
        "layer": {layer.value: LAYERS[layer] for layer in Layer},
        "claim_state": {state.value: CLAIM_STATES[state] for state in ClaimState},
        "layer_state": {state.value: LAYER_STATES[state] for state in LayerState},
        "outcome": {outcome.value: sentences()["outcome"][outcome.value] for outcome in OutcomeClass},
        **{name: _meanings(choices) for name, choices in _CHOICES.items()},
    }
    found["reason"] |= _MISSING
    for name in ("need", "note", "step", "limit"):
        found[name][OTHER] = _MISSING[OTHER]
    return {name: found[name] for name in _ABOUT}


_CHOICES: Mapping[str, EnumType] = {
    "result": Result,
    "basis": Basis,
    "scale_basis": ScaleBasis,
    "channel": Channel,
    "side": SideKind,
    "light": Light,
    "file_unit": FileUnit,
}


def _advice() -> dict[str, str]:
    checks = discover_checks(plugins=())
    return {f"{ADVICE}{check.id}": check.spec.advice for check in checks if check.spec.advice}


def _meanings(choices: EnumType) -> dict[str, str]:
    """Give the text under each member, its name in words where none stands there."""
    return {str(one.value): told or str(one.value).replace("_", " ") for one, told in _told(choices)}


def _told(choices: EnumType) -> Iterator[tuple[Any, str]]:
    """Give each member with the text that stands under it, empty where none does."""
    body = ast.parse(textwrap.dedent(inspect.getsource(choices))).body[0]
    lines = body.body if isinstance(body, ast.ClassDef) else []
    under = {
        line.targets[0].id: after.value.value
        for line, after in itertools.pairwise(lines)
        if isinstance(line, ast.Assign)
        and isinstance(line.targets[0], ast.Name)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
    }
    for one in choices:
        yield one, " ".join(str(under.get(one.name, "")).split())


def checks() -> dict[str, dict[str, Any]]:
    """Give what every check says and which facts it states, by its id."""
    return {
        check.id: {
            "title": check.spec.title,
            "unit": check.spec.unit,
            **{
                name: getattr(check.spec, name)
                for name in ("adverse", "alerted", "favourable", "undecided", "advice")
                if getattr(check.spec, name)
            },
            "facts": {name: kind.__name__ for name, kind in check.spec.facts.items()},
            "personal_facts": sorted(check.spec.personal_facts),
        }
        for check in discover_checks(plugins=())
    }


def codes() -> dict[str, Any]:
    """Give the whole file."""
    return {"schema_version": SCHEMA_VERSION, **tables(), "check": checks()}


def text() -> str:
    """Write the codes as the file has them."""
    return json.dumps(codes(), indent=1, ensure_ascii=False) + "\n"


def page() -> str:
    """Write the codes as the page has them."""
    parts = [
        "# Codes of reports\n",
        (
            f"What programs find in a report as JSON (schema {SCHEMA_VERSION}) next to its sentences. A code stays when its sentence is worded anew; braces "
            "stand for what differs from report to report. The same as a file: `docforensics/report/report.codes.json`. Made by `make schema`; do not edit.\n"
        ),
    ]
    for name, about in _ABOUT.items():
        rows = "\n".join(f"| `{code}` | {_cell(meaning)} |" for code, meaning in tables()[name].items())
        parts.append(f"## {name}\n\n{about}\n\n| code | meaning |\n|---|---|\n{rows}\n")
    parts.append(
        "## check\n\n`findings[].check`, `unchecked[].check`. `findings[].message_code` names the sentence (adverse, alerted, favourable, undecided) whose blanks "
        "`findings[].facts` fill, or is `unweighed` where nobody knows which of them is true; `value` fills a blank too. Facts in italics carry the holder's data, and are in no log and in no redacted copy.\n"
    )
    for check, told in checks().items():
        said = [
            f"- {name}: {told[name]}"
            for name in ("adverse", "alerted", "favourable", "undecided")
            if name in told
        ]
        facts = ", ".join(_fact(name, kind, told["personal_facts"]) for name, kind in told["facts"].items())
        parts.append(
            "\n".join(
                [
                    f"### {check}\n\n{told['title']} ({told['unit']}).\n",
                    *said,
                    f"- facts: {facts or 'none'}\n",
                ]
            )
        )
    return "\n".join(parts)


def _fact(name: str, kind: str, personal: list[str]) -> str:
    return f"*`{name}`* {kind}" if name in personal else f"`{name}` {kind}"


def _cell(meaning: str) -> str:
    return meaning.replace("|", "\\|")


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
