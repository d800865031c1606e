"""What the rows say: `python -m benchmarks.evasion.table ROWS... --json benchmarks/results/evasion.json --markdown benchmarks/results/evasion.md`.

For forged documents: outcomes by manipulation, species and channel, how many that are flagged as they are become CLEAR. For genuine ones: cases of
ALERT and REFER, each with its adverse checks, and what harmless manipulations keep CLEAR. Shares with a 95 % interval are of documents, of which one
counts when one of its cases does: manipulations of one document are not independent.
"""

import argparse
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.evasion.run import NONE, read_rows
from benchmarks.provenance import RESULTS, provenance

OUTCOMES = ("CLEAR", "INCONCLUSIVE", "REFER", "ALERT", "NOT EXAMINED")
Row = dict[str, Any]


def upper(count: int, of: int) -> float:
    """Give the upper end of the two-sided 95 % interval of a share (Clopper-Pearson); with none of n, 3.7 / n."""
    return 1.0 if count >= of else _beta(0.975, count + 1, of - count)


def lower(count: int, of: int) -> float:
    """Give the lower end."""
    return 0.0 if count == 0 else _beta(0.025, count, of - count + 1)


def _beta(share: float, a: int, b: int) -> float:
    """Give the value below which this share of a beta distribution lies."""
    from scipy.stats import beta  # noqa: PLC0415 (loaded where an interval is asked for)

    return float(beta.ppf(share, a, b))


def documents_of(rows: Iterable[Row]) -> int:
    """Count documents."""
    return len({row["document"] for row in rows})


def share(count: int, of: int) -> str:
    """Write a share with its interval."""
    if not of:
        return "none"
    low, high = 100 * lower(count, of), 100 * upper(count, of)
    return f"{count} of {of}, {100 * count / of:.1f} % ({low:.1f} to {high:.1f})"


def counted(rows: Iterable[Row], by: Callable[[Row], str]) -> dict[str, dict[str, int]]:
    """Count outcomes by something."""
    found: dict[str, Counter[str]] = {}
    for row in rows:
        found.setdefault(by(row), Counter())[row["outcome"]] += 1
    return {key: {name: found[key][name] for name in OUTCOMES} for key in sorted(found)}


def is_forged(row: Row) -> bool:
    """Whether the document of a case is a forgery."""
    return bool(row["species"])


def summary(rows: Sequence[Row], plain: Sequence[Row]) -> dict[str, Any]:
    """Put the figures together; `plain` are the same documents as they are."""
    manipulated = [row for row in rows if row["manipulation"] != NONE]
    forged = [row for row in manipulated if is_forged(row)]
    genuine = [row for row in manipulated if not is_forged(row)]
    return {"forged": _forged(forged), "genuine": _genuine(genuine, plain), "covered": _places(forged)}


def _places(forged: Sequence[Row]) -> dict[str, int]:
    """Count cases by kind of place that a patch covered."""
    patches = (row for row in forged if row["group"].endswith("-patch"))
    return dict(Counter(row["detail"].partition(",")[0] for row in patches))


def _forged(rows: Sequence[Row]) -> dict[str, Any]:
    clear = [row for row in rows if row["outcome"] == "CLEAR"]
    return {
        "n": len(rows),
        "documents": documents_of(rows),
        "clear": len(clear),
        "clear_documents": documents_of(clear),
        "clear_upper_95": _upper(clear, rows),
        "left_early": sum(not row.get("in_full", True) for row in rows),
        "by_effect": counted(rows, lambda row: row["effect"]),
        "by_manipulation": counted(rows, lambda row: row["manipulation"]),
        "by_group": counted(rows, lambda row: row["group"]),
        "by_species": counted(rows, lambda row: row["species"]),
        "by_channel": counted(rows, lambda row: row["channel"]),
        "by_design": counted(rows, lambda row: row["design"]),
        "clear_cases": [_case(row) for row in clear],
    }


def _genuine(rows: Sequence[Row], plain: Sequence[Row]) -> dict[str, Any]:
    before = {row["document"]: row["outcome"] for row in plain if not is_forged(row)}
    referred = [row for row in rows if row["outcome"] == "REFER"]
    alerts = [row for row in rows if row["outcome"] == "ALERT"]
    harmless = [row for row in rows if row["effect"] == "harmless" and before.get(row["document"]) == "CLEAR"]
    lost = [row for row in harmless if row["outcome"] != "CLEAR"]
    return {
        "n": len(rows),
        "documents": documents_of(rows),
        "alert": len(alerts),
        "alert_documents": documents_of(alerts),
        "refer": len(referred),
        "refer_documents": documents_of(referred),
        "alert_upper_95": _upper(alerts, rows),
        "refer_upper_95": _upper(referred, rows),
        "harmless_of_clear": len(harmless),
        "harmless_documents": documents_of(harmless),
        "harmless_kept_clear": len(harmless) - len(lost),
        "harmless_documents_kept": documents_of(harmless) - documents_of(lost),
        "by_effect": counted(rows, lambda row: row["effect"]),
        "by_manipulation": counted(rows, lambda row: row["manipulation"]),
        "by_channel": counted(rows, lambda row: row["channel"]),
        "by_design": counted(rows, lambda row: row["design"]),
        "plain_by_channel": counted(
            (row for row in plain if not is_forged(row)), lambda row: f"{row['design']}, {row['channel']}"
        ),
        "adverse_checks": dict(
            Counter(check for row in (*referred, *alerts) for check in row["adverse"]).most_common()
        ),
        "flagged_cases": [_case(row) for row in (*alerts, *referred)],
        "harmless_not_kept": [_case(row) for row in lost],
    }


def _upper(some: Sequence[Row], rows: Sequence[Row]) -> float | None:
    """Give the upper end of the interval of the share of documents; None without any."""
    return round(upper(documents_of(some), documents_of(rows)), 5) if rows else None


def _case(row: Row) -> dict[str, Any]:
    kept = ("case", "detail", "outcome", "log10_lr", "coverage", "adverse", "open", "error")
    return {name: row[name] for name in kept if row.get(name) not in (None, "", [], {})}


def _kept(genuine: dict[str, Any]) -> str:
    if not genuine["harmless_of_clear"]:
        return "None of the documents under harmless manipulations is known to be CLEAR as it is (`--plain`)."
    kept = share(genuine["harmless_documents_kept"], genuine["harmless_documents"])
    return (
        f"Harmless manipulations of documents that are CLEAR as they are keep {genuine['harmless_kept_clear']} of {genuine['harmless_of_clear']} cases "
        f"CLEAR; of documents, in every case, {kept}."
    )


def markdown(found: dict[str, Any]) -> str:
    """Write the figures for people."""
    forged, genuine = found["forged"], found["genuine"]
    told = (
        f"Flagged forgeries, manipulated: {forged['n']} cases of {forged['documents']} documents; "
        f"CLEAR {forged['clear']} cases, of documents {share(forged['clear_documents'], forged['documents'])}. {forged['left_early']} cases were left once they could not be CLEAR: "
        "their outcome is the one with what was not run at its best.\n\n"
        f"Genuine documents, manipulated alike: {genuine['n']} cases of {genuine['documents']} documents; "
        f"ALERT {genuine['alert']} cases, of documents {share(genuine['alert_documents'], genuine['documents'])}; "
        f"REFER {genuine['refer']} cases, of documents {share(genuine['refer_documents'], genuine['documents'])}. "
        "A document counts when one of its cases does; intervals are of 95 %. "
        f"{_kept(genuine)}"
    )
    lines = ["# Manipulated documents\n", told]
    for label, part in (("forged", forged), ("genuine", genuine)):
        for name, table in part.items():
            if name.startswith(("by_", "plain_by")):
                lines += _table(f"{label}: {name.replace('_', ' ')}", table)
    lines += _listed("Forged and CLEAR", forged["clear_cases"])
    lines += _listed("Genuine and flagged", genuine["flagged_cases"])
    lines += _listed("Harmless, and no longer CLEAR", genuine["harmless_not_kept"])
    return "\n".join(lines) + "\n"


def _table(title: str, table: dict[str, dict[str, int]]) -> list[str]:
    head = "| | " + " | ".join(OUTCOMES) + " |"
    rows = [
        f"| {key} | " + " | ".join(str(row[name]) for name in OUTCOMES) + " |" for key, row in table.items()
    ]
    return ["", f"## {title}", "", head, "|---|" + "---|" * len(OUTCOMES), *rows]


def _listed(title: str, cases: Sequence[dict[str, Any]]) -> list[str]:
    lines = ["", f"## {title}", ""]
    for case in cases:
        facts = ", ".join(f"{name} {value}" for name, value in case.items() if name != "case")
        lines.append(f"- `{case['case']}`: {facts}")
    return lines if cases else [*lines, "None."]


def main() -> None:
    """Read, print, write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("rows", nargs="+", type=Path)
    parser.add_argument(
        "--plain", nargs="*", default=(), type=Path, help="rows of the same documents as they are"
    )
    parser.add_argument("--split", default="", choices=("", "calibration", "test"))
    parser.add_argument("--json", type=Path, default=RESULTS / "evasion.json")
    parser.add_argument("--markdown", type=Path, default=RESULTS / "evasion.md")
    options = parser.parse_args()
    rows = [row for row in read_rows(options.rows) if options.split in ("", row["split"])]
    found = summary(rows, read_rows(options.plain))
    codes = sorted({row["code"] for row in rows})
    document = {"question": "evasion", **provenance(), "code_of_rows": codes, "split": options.split, **found}
    options.json.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    options.markdown.write_text(markdown(found), encoding="utf-8")
    print(markdown(found))


if __name__ == "__main__":
    main()
