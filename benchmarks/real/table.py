"""The table of rows: genuine documents accused, by document and by source, and forged pictures beside their genuine twin."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.evasion.table import lower, upper
from benchmarks.provenance import provenance
from benchmarks.real.examine import NOT_EXAMINED, Line, key_of
from benchmarks.real.folders import FORGED, GENUINE, RealImage
from docforensics.bench.metrics.bootstrap import Estimate, estimates, share_bounds
from docforensics.bench.metrics.rates import auc

FLAGGED = ("REFER", "ALERT")
DRAWS, SEED = 1000, 2026
Shown = list[tuple[RealImage, Line]]


def table(
    known: Sequence[RealImage], rows: Mapping[str, Line], *, quality: int | None, channel: str
) -> dict[str, Any]:
    """Count; what the manifests and the list state now is used, not what they stated when a row was made."""
    shown = [(image, rows[key]) for image in known if (key := key_of(image, quality)) in rows]
    genuine = [(image, line) for image, line in shown if image.label == GENUINE]
    return {
        "question": "real",
        **provenance(),
        "quality": quality,
        "channel": channel,
        "codes": sorted({line["code"] for _, line in shown}),
        "sets": sorted({image.file.partition("/")[0] for image, _ in shown}),
        "pictures": len(shown),
        "not_examined": [image.file for image, line in shown if line["outcome"] == NOT_EXAMINED],
        "genuine": _genuine(genuine),
        "by_set": {
            name: _genuine([(i, line) for i, line in genuine if i.file.startswith(f"{name}/")])
            for name in dict.fromkeys(image.file.partition("/")[0] for image, _ in genuine)
        },
        "by_source": _by_source(genuine),
        "false": _findings(genuine, is_true=False),
        "true_of_print": _findings(genuine, is_true=True),
        "changed_without_source": [
            f"{image.file}: {before} -> {line['outcome']}"
            for image, line in shown
            if (before := line.get("outcome_as_shipped", line["outcome"])) != line["outcome"]
        ],
        "unused_list": _unused(genuine),
        "forged": _forged(shown),
    }


def _is_false(image: RealImage, check: str) -> bool:
    return check not in image.true_checks


def _flagged(_: RealImage, line: Line) -> bool:
    return line["outcome"] in FLAGGED


def _accused(image: RealImage, line: Line) -> bool:
    """Flagged with at least one reason that is false."""
    return _flagged(image, line) and bool(_false_checks(image, line))


def _false_checks(image: RealImage, line: Line) -> list[str]:
    return [one["check"] for one in line.get("adverse", ()) if _is_false(image, one["check"])]


def _stated(image: RealImage, line: Line) -> bool:
    """Whether the manifest itself states one of the findings."""
    return any(one["check"] in image.stated_checks for one in line.get("adverse", ()))


def _false_claims(image: RealImage, line: Line) -> list[str]:
    """Claims contradicted by a check whose finding is not true of the print."""
    return [
        claim
        for claim, checks in line.get("contradicted", {}).items()
        if any(_is_false(image, check) for check in checks)
    ]


COUNTED: Mapping[str, Callable[[RealImage, Line], bool]] = {
    "flagged": _flagged,
    "flagged with a false reason": _accused,
    "ALERT with a false reason": lambda image, line: line["outcome"] == "ALERT" and _accused(image, line),
    "flagged, all reasons true of the print": lambda image, line: (
        _flagged(image, line) and not _accused(image, line)
    ),
    "the same, with no reason that the manifest states": lambda image, line: (
        _flagged(image, line) and not _accused(image, line) and not _stated(image, line)
    ),
    "a false adverse finding": lambda image, line: bool(_false_checks(image, line)),
    "a claim falsely contradicted": lambda image, line: bool(_false_claims(image, line)),
}
"""What is counted of genuine documents; a document counts when one of its pictures does."""


def _genuine(shown: Shown) -> dict[str, Any]:
    checks = sorted({check for image, line in shown for check in _false_checks(image, line)})
    claims = sorted({claim for image, line in shown for claim in _false_claims(image, line)})
    return {
        "pictures": len(shown),
        "documents": len({image.document for image, _ in shown}),
        "sources": len({image.source for image, _ in shown}),
        **{name: _share(shown, test) for name, test in COUNTED.items()},
        "by_check": {check: _share(shown, _names(_false_checks, check)) for check in checks},
        "by_claim": {claim: _share(shown, _names(_false_claims, claim)) for claim in claims},
        "outcomes": _outcomes(shown),
    }


def _names(names: Callable[[RealImage, Line], list[str]], name: str) -> Callable[[RealImage, Line], bool]:
    return lambda image, line: name in names(image, line)


def _outcomes(shown: Shown) -> dict[str, int]:
    counts: dict[str, int] = defaultdict(int)
    for _, line in shown:
        counts[line["outcome"]] += 1
    return dict(sorted(counts.items()))


def _share(shown: Shown, test: Callable[[RealImage, Line], bool]) -> dict[str, Any]:
    """Documents that a test holds for, with Clopper-Pearson over documents and a bootstrap over sources."""
    hits: dict[str, bool] = {}
    sources: dict[str, str] = {}
    for image, line in shown:
        hits[image.document] = hits.get(image.document, False) or test(image, line)
        sources.setdefault(image.document, image.source)
    values = np.array([hits[document] for document in hits], np.float64)

    def share(rows: NDArray[np.int64]) -> dict[str, float | None]:
        return {"share": float(values[rows].mean())}

    found = (
        estimates(share, [sources[document] for document in hits], draws=DRAWS, seed=SEED)["share"]
        if hits
        else None
    )
    return {
        "hits": int(values.sum()),
        "of": len(values),
        "interval_documents": clopper_pearson(int(values.sum()), len(values)),
        "interval_sources": _bounds(found, len(set(sources.values()))),
        "sources": len({sources[document] for document, hit in hits.items() if hit}),
    }


def clopper_pearson(hits: int, of: int) -> list[float] | None:
    """Bounds of a share, 95 %, for JSON; None of nothing."""
    return [round(lower(hits, of), 3), round(upper(hits, of), 3)] if of else None


def _bounds(found: Estimate | None, sources: int) -> list[float] | None:
    """Resampled sources; where all are alike, and with fewer than two, the rule of three."""
    if found is None or sources < 2:
        return None
    bounded = share_bounds(found)
    return [
        round(float(bounded.low or 0.0), 3),
        round(float(1.0 if bounded.high is None else bounded.high), 3),
    ]


def _by_source(shown: Shown) -> dict[str, Any]:
    by: dict[str, Shown] = defaultdict(list)
    for image, line in shown:
        by[image.source].append((image, line))
    return {source: _of_source(group) for source, group in sorted(by.items())}


def _of_source(group: Shown) -> dict[str, Any]:
    documents = {image.document for image, _ in group}
    counts = {
        name: len({image.document for image, line in group if test(image, line)})
        for name, test in COUNTED.items()
    }
    return {"pictures": len(group), "documents": len(documents), **counts}


def _findings(shown: Shown, *, is_true: bool) -> list[dict[str, Any]]:
    """Adverse findings, and claims that a check contradicted, picture by picture; without a word of the holder."""
    found = []
    for image, line in shown:
        adverse = [
            {"check": one["check"], "log10_lr": one["log10_lr"]}
            for one in line.get("adverse", ())
            if _is_false(image, one["check"]) is not is_true
        ]
        claims = [] if is_true else _false_claims(image, line)
        if adverse or claims:
            found.append(
                {"file": image.file, "outcome": line["outcome"], "adverse": adverse, "claims": claims}
            )
    return found


def _unused(shown: Shown) -> list[str]:
    """Entries of the list of true findings that no row bears out."""
    return [
        f"{image.file} {check}"
        for image, line in shown
        for check in image.true_checks
        if check not in [one["check"] for one in line.get("adverse", ())]
    ]


def _forged(shown: Shown) -> dict[str, Any]:
    """Forged pictures beside their genuine twin and beside all genuine ones, by set; documents without evidence weigh 0."""
    weights = [(image, float(line.get("log10_lr") or 0.0), line) for image, line in shown]
    everyone = [weight for image, weight, _ in weights if image.label == GENUINE]
    result: dict[str, Any] = {}
    for name in dict.fromkeys(
        image.file.partition("/")[0] for image, _, _ in weights if image.label == FORGED
    ):
        own = [one for one in weights if one[0].file.startswith(f"{name}/")]
        twins: dict[str, list[float]] = defaultdict(list)
        for image, weight, _ in own:
            if image.label == GENUINE and image.twin:
                twins[image.twin].append(weight)
        forged = [one for one in own if one[0].label == FORGED]
        pairs = [(weight, twins[image.twin][0]) for image, weight, _ in forged if twins.get(image.twin)]
        genuine = [weight for image, weight, _ in own if image.label == GENUINE]
        scores = [weight for _, weight, _ in forged]
        result[name] = {
            "forged": len(forged),
            "flagged": sum(line["outcome"] in FLAGGED for _, _, line in forged),
            "pairs": len(pairs),
            "above_twin": sum(weight > twin for weight, twin in pairs),
            "equal_to_twin": sum(weight == twin for weight, twin in pairs),
            "auc_of_set": round(auc(genuine, scores), 3) if genuine else None,
            "auc_of_all": round(auc(everyone, scores), 3) if everyone else None,
        }
    return result


def written(result: Mapping[str, Any]) -> str:
    """JSON for a file."""
    return json.dumps(result, indent=1, ensure_ascii=False) + "\n"


def markdown(result: Mapping[str, Any]) -> str:
    """The tables for people."""
    saved = f"JPEG {result['quality']}" if result["quality"] else "PNG"
    about = (
        f"Without a template, {saved}, channel {result['channel']}, rows of code {', '.join(result['codes'])}; "
        f"{result['pictures']} pictures of {', '.join(result['sets'])}. A document counts when one of its pictures does. "
        "Each is judged under counts of false alarms that never saw its source. Intervals 95 %: Clopper-Pearson over documents; sources resampled (rule of three at 0).\n"
    )
    parts = [
        "# Published real documents: what the examination says of genuine ones\n",
        about,
        *_shares("all", result["genuine"]),
        *(line for name, one in result["by_set"].items() for line in _shares(name, one)),
        "## By source\n",
        _row(["source", "documents", *COUNTED]),
        _row(["---"] * (len(COUNTED) + 2)),
        *(_source_row(source, one) for source, one in result["by_source"].items()),
        "\n## False adverse findings, picture by picture\n",
        *_listed(result["false"]),
        "\n## Adverse findings that are true of the print\n",
        *_listed(result["true_of_print"]),
        "\n## Forged pictures\n",
        *(f"- {name}: {one}" for name, one in result["forged"].items()),
        "",
    ]
    return "\n".join(parts)


def _shares(name: str, one: Mapping[str, Any]) -> Iterable[str]:
    heading = f"{one['pictures']} pictures, {one['documents']} documents, {one['sources']} sources; {one['outcomes']}"
    yield f"## {name}: genuine\n\n{heading}\n"
    yield _row(["", "documents", "share", "over documents", "over sources", "sources"])
    yield _row(["---"] * 6)
    claims = {f"claim {claim}": share for claim, share in one["by_claim"].items()}
    for title, share in ({name: one[name] for name in COUNTED} | one["by_check"] | claims).items():
        yield _row([title, *_cells(share)])
    yield ""


def _cells(share: Mapping[str, Any]) -> list[str]:
    hits, of = share["hits"], share["of"]
    intervals = [
        f"{bounds[0]:.1%} to {bounds[1]:.1%}" if bounds else ""
        for bounds in (share["interval_documents"], share["interval_sources"])
    ]
    return [f"{hits} of {of}", f"{hits / of:.1%}" if of else "", *intervals, str(share["sources"])]


def _source_row(source: str, one: Mapping[str, Any]) -> str:
    return _row([source, str(one["documents"]), *(str(one[name] or "") for name in COUNTED)])


def _listed(found: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for one in found:
        checks = ", ".join(f"{each['check']} {each['log10_lr']:+.2f}" for each in one["adverse"])
        claims = f"; contradicted: {', '.join(one['claims'])}" if one["claims"] else ""
        yield f"- `{one['file']}` {one['outcome']}: {checks}{claims}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
