"""Our engines and the peers on a folder of published specimens, in one run: the figures and the table."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from benchmarks.mrz.judging import Judged, judge
from benchmarks.mrz.metrics import ratio_interval, share
from benchmarks.mrz.readings import Answers
from benchmarks.mrz.session import Answer
from benchmarks.mrz.specimens import Specimen

READS_ENOUGH = 0.4
"""A peer that reads this share exactly is worth being faster than."""


def summary(specimens: Sequence[Specimen], answers: Sequence[Answer]) -> dict[str, Any]:
    """All figures of one system."""
    pairs = list(zip(specimens, answers, strict=True))
    judged = [(s, judge(s.lines, a.lines)) for s, a in pairs if s.use == "read"]
    verdicts = [verdict for _, verdict in judged]
    invalid_prints = [verdict for specimen, verdict in judged if not specimen.digits_agree]
    negatives = [a for s, a in pairs if s.use == "negative"]
    return {
        "exact": _share(verdicts, "exact"),
        "found": _share(verdicts, "found"),
        **_character_errors(verdicts),
        "digits_valid": _share(verdicts, "digits_valid"),
        "false_valid": sum(verdict.false_valid for verdict in verdicts),
        "protected_false_valid": sum(verdict.protected_false_valid for verdict in verdicts),
        "number_dates_digits_exact": _share(verdicts, "key_exact"),
        "negatives_read": sum(a.lines is not None for a in negatives),
        "negatives": len(negatives),
        "invalid_prints_as_printed": _share(invalid_prints, "exact"),
        "errors": _errors(pairs),
        "seconds": {kind: _times([getattr(a, kind) for a in answers]) for kind in ("wall", "cpu")},
    }


def _share(verdicts: Sequence[Judged], what: str) -> dict[str, object]:
    return share(sum(getattr(verdict, what) for verdict in verdicts), len(verdicts))


def _character_errors(verdicts: Sequence[Judged]) -> dict[str, Any]:
    """Over the zones found; 95 % interval by drawing images again."""
    found = [verdict for verdict in verdicts if verdict.found]
    errors, printed = [v.errors for v in found], [v.printed for v in found]
    rate = sum(errors) / sum(printed) if found else None
    return {
        "character_error_rate_found": rate,
        "character_error_rate_interval95": ratio_interval(errors, printed),
    }


def _errors(pairs: Sequence[tuple[Specimen, Answer]]) -> dict[str, list[str]]:
    """Images at which a system raised, crashed or took too long, by what happened."""
    named: dict[str, list[str]] = {}
    for specimen, answer in pairs:
        if answer.error:
            named.setdefault(answer.error, []).append(specimen.file.name)
    return named


def _times(seconds: Sequence[float]) -> dict[str, float]:
    return {"median": float(np.median(seconds)), "p95": float(np.percentile(seconds, 95))}


def rows(specimens: Sequence[Specimen], answers: Sequence[Answer]) -> list[dict[str, object]]:
    """Image by image, without what is printed or read: the results are kept with the project, the specimens are not."""
    return [
        {"file": specimen.file.name, "use": specimen.use, "format": specimen.format}
        | _outcome(specimen, answer)
        | {"wall": round(answer.wall, 4), "cpu": round(answer.cpu, 4), "error": answer.error}
        for specimen, answer in zip(specimens, answers, strict=True)
    ]


def _outcome(specimen: Specimen, answer: Answer) -> dict[str, object]:
    if specimen.use != "read":
        return {"found": answer.lines is not None}
    verdict = judge(specimen.lines, answer.lines)
    told: dict[str, object] = {"found": verdict.found, "exact": verdict.exact, "errors": verdict.errors}
    return told | ({"false_valid": True} if verdict.false_valid else {})


def speed(answers: Answers, summaries: Mapping[str, Any], ours: Sequence[str]) -> dict[str, Any]:
    """How many times faster our networks are than PassportEye and the fastest peer that reads enough, medians of this run.

    `answers` holds only what was timed in this run, interleaved image by image.
    """
    peers = [name for name in answers if name not in ours]
    able = [name for name in peers if summaries[name]["exact"]["share"] >= READS_ENOUGH]
    fastest = min(able, key=lambda name: summaries[name]["seconds"]["cpu"]["median"], default=None)
    rivals = [name for name in dict.fromkeys(("passporteye", fastest or "")) if name in peers]
    networks = [name for name in answers if name.startswith("network")]
    return {
        "fastest_peer_that_reads_40_percent": fastest,
        "times_faster": {
            f"{mine} than {rival}": {
                kind: round(_median(answers[rival], kind) / _median(answers[mine], kind), 1)
                for kind in ("cpu", "wall")
            }
            for mine in networks
            for rival in rivals
        },
    }


def _median(answers: Sequence[Answer], kind: str) -> float:
    return float(np.median([getattr(answer, kind) for answer in answers]))


def markdown(result: Mapping[str, Any]) -> str:
    """The table as the README shows it."""
    head = (
        "| system | exact | found | character errors of those found | number, dates, digits | digits valid | "
        "false valid (protected) | negatives read | invalid prints as printed | CPU s, median / p95 | "
        "s, median / p95 | cold start, s (CPU) | peak MB |"
    )
    lines = [head, "|---" * (head.count("|") - 1) + "|"]
    ordered = sorted(result["systems"].items(), key=lambda item: -(item[1]["exact"]["right"]))
    return "\n".join([*lines, *(_markdown_row(name, figures) for name, figures in ordered)])


def _markdown_row(name: str, s: Mapping[str, Any]) -> str:
    low, high = s["character_error_rate_interval95"]
    rate = s["character_error_rate_found"]
    cold = s.get("cold_start")
    cells = (
        name + _from(s),
        _of(s["exact"]),
        _of(s["found"]),
        "" if rate is None else f"{100 * rate:.2f} % ({100 * low:.2f} to {100 * high:.2f})",
        _of(s["number_dates_digits_exact"]),
        _of(s["digits_valid"]),
        f"{s['false_valid']} ({s['protected_false_valid']})",
        f"{s['negatives_read']} of {s['negatives']}",
        _of(s["invalid_prints_as_printed"]),
        _pair(s["seconds"]["cpu"]),
        _pair(s["seconds"]["wall"]),
        f"{cold['wall_s']:.2f} ({cold['cpu_s']:.2f})" if cold else "",
        f"{s['peak_mb']:.0f}" if "peak_mb" in s else "",
    )
    return "| " + " | ".join(cells) + " |"


def _from(s: Mapping[str, Any]) -> str:
    if "measured_at" in s:
        return f" (at {s['measured_at']})"
    return "" if s["timed_in_this_run"] else " (kept)"


def _of(figure: Mapping[str, Any]) -> str:
    return f"{figure['right']} of {figure['n']}"


def _pair(times: Mapping[str, float]) -> str:
    return f"{times['median']:.3f} / {times['p95']:.3f}"
