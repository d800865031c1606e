"""The table in Markdown: what a reader takes away, worst news included."""

from collections.abc import Iterable, Mapping, Sequence

from docforensics.bench.leak import LeakReport
from docforensics.bench.metrics.bootstrap import Estimate
from docforensics.bench.run import Benchmark
from docforensics.bench.summary import Maybe, Summary

NONE = "-"

SEPARATION = {
    "auc": "AUC",
    "eer": "EER",
    "bpcer10": "BPCER10",
    "bpcer20": "BPCER20",
    "bpcer100": "BPCER100",
    "avrank": "AVRank",
    "detection_at_far": "detection at the false-alarm rate",
    "cllr": "Cllr",
    "cllr_min": "Cllr_min",
    "cllr_cal": "Cllr_cal",
}
DECISION = {
    "apcer": "APCER",
    "bpcer": "BPCER",
    "dfar": "DFAR",
    "dfrr": "DFRR",
    "ser": "SER",
    "inconclusive": "INCONCLUSIVE",
    "inconclusive_genuine": "INCONCLUSIVE, genuine",
    "inconclusive_forged": "INCONCLUSIVE, forged",
    "coverage": "coverage",
}
PERCENT = frozenset({*DECISION, "eer", "bpcer10", "bpcer20", "bpcer100", "avrank", "detection_at_far"})
"""Figures written in percent; the others are plain numbers."""

Cells = Sequence[Sequence[str]]


def to_markdown(found: Benchmark) -> str:
    """Write all tables of a run."""
    summaries = tuple(found.summaries.values())
    return "\n\n".join([*_head(found), *_tables(found, summaries), *_notes(found)]) + "\n"


def _head(found: Benchmark) -> Iterable[str]:
    data = found.data
    forged = sum(item.is_forged for item in data.items)
    groups = len({item.group for item in data.items})
    yield f"# {data.name}"
    yield (
        f"{len(data.items) - forged} genuine and {forged} forged documents in {groups} groups. Intervals are 95 %, by "
        f"{found.settings.draws} resamples of whole groups (seed {found.settings.seed}); a share of 0 or 100 % has the "
        f"rule of three. {normalised(found)}"
    )


def normalised(found: Benchmark) -> str:
    """One sentence on how pictures were made alike."""
    form = found.normalisation
    if not form.qualities:
        return "The files were taken as published: whatever the codec leaks is in these figures."
    side = f", at most {form.longest_side} px" if form.longest_side else ""
    qualities = ", ".join(str(quality) for quality in form.qualities)
    return f"Every picture was encoded anew as JPEG 4:2:0 at one of the qualities {qualities}{side}."


def _tables(found: Benchmark, summaries: Sequence[Summary]) -> Iterable[str]:
    yield "## What the scores tell apart\n\n" + figures_table(summaries, SEPARATION)
    yield "## What is decided\n\n" + figures_table(summaries, DECISION) + "\n\n" + _decisions(summaries)
    yield "## By kind of attack (APCER)\n\n" + species_table(summaries)
    if any(summary.localisation for summary in summaries):
        yield "## Where: each beside the same mask on the genuine twin\n\n" + localisation_table(summaries)
    for part in summaries[0].by:
        if summaries[0].by[part]:
            yield f"## By {part}\n\n" + part_table(summaries, part)
    if found.leaks:
        yield "## What the files alone would score\n\n" + leak_table(found.leaks)


def figures_table(summaries: Sequence[Summary], names: Mapping[str, str]) -> str:
    """Systems across, figures down; a figure that no system has is left out."""
    rows = [
        [title, *(cell(summary.figures[name], percent=name in PERCENT) for summary in summaries)]
        for name, title in names.items()
        if any(summary.figures[name] is not None for summary in summaries)
    ]
    return grid(["", *(summary.system for summary in summaries)], rows)


def _decisions(summaries: Sequence[Summary]) -> str:
    lines = [f"- `{one.system}` ({one.about}) flags by {_lower(one.decision)}." for one in summaries]
    return "\n".join(lines) + "\n\n" + _MEANING


_MEANING = (
    "APCER counts every attack that was not flagged, for whatever reason; DFAR those that were processed and neither "
    "flagged nor called inconclusive. SER: share that could not be processed."
)


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def species_table(summaries: Sequence[Summary]) -> str:
    """APCER of every kind of attack, the worst of each system in bold."""
    rows = []
    for species in summaries[0].species:
        cells = [cell(summary.species[species]["apcer"], percent=True) for summary in summaries]
        marked = [
            f"**{text}**" if summary.worst_species == species else text
            for summary, text in zip(summaries, cells, strict=True)
        ]
        count = summaries[0].counts.get("species", {}).get(species, (0, 0))[1]
        rows.append([species, str(count), *marked])
    return grid(["attack", "n", *(summary.system for summary in summaries)], rows)


def localisation_table(summaries: Sequence[Summary]) -> str:
    """F1, IoU and pixel AUC under the mask: on the forged picture, on its genuine twin, and the difference."""
    titles = {"f1": "F1", "iou": "IoU", "pixel_auc": "pixel AUC"}
    rows = [
        [
            summary.system,
            title,
            *(cell(summary.localisation.get(name + end)) for end in ("", "_control", "_gain")),
        ]
        for summary in summaries
        if summary.localisation
        for name, title in titles.items()
    ]
    notes = [f"- `{s.system}`: {note}." for s in summaries for note in s.localisation_notes]
    return grid(["system", "", "attack", "control", "difference"], rows) + "\n\n" + "\n".join(notes)


def part_table(summaries: Sequence[Summary], part: str) -> str:
    """BPCER, APCER and AUC of every part of the set."""
    rows = [
        [value, "{} + {}".format(*summaries[0].counts[part][value]), summary.system, *_part_cells(figures)]
        for value in summaries[0].by[part]
        for summary in summaries
        if (figures := summary.by[part][value])
    ]
    return grid([part, "genuine + forged", "system", "BPCER", "APCER", "AUC"], rows)


def _part_cells(figures: Maybe) -> Iterable[str]:
    yield cell(figures["bpcer"], percent=True)
    yield cell(figures["apcer"], percent=True)
    yield cell(figures["auc"])


def leak_table(leaks: Sequence[LeakReport]) -> str:
    """AUC of file facts, together and one by one."""
    rows: list[list[str]] = [["**verdict**", *(f"**{leak.verdict.value}**" for leak in leaks)]]
    rows.append(["file facts together", *(cell(leak.together) for leak in leaks)])
    rows.append(
        [
            "with the picture's colour, sharpness and noise",
            *(cell(leak.together_with_picture) for leak in leaks),
        ]
    )
    rows += [
        [fact, *(cell(leak.facts[fact]) for leak in leaks)]
        for fact in leaks[0].facts
        if any(leak.facts[fact] for leak in leaks)
    ]
    return grid(["AUC", *(leak.name for leak in leaks)], rows)


def _notes(found: Benchmark) -> Iterable[str]:
    failed = [
        f"- `{name}`, {row.item.id}: {row.answer.error}"
        for name, rows in found.rows.items()
        for row in rows
        if row.answer.error
    ]
    if found.data.left_out:
        yield "## Left out\n\n" + "\n".join(f"- {one}" for one in found.data.left_out)
    if failed:
        yield "## Not processed\n\n" + "\n".join(failed)


def cell(estimate: Estimate | None, *, percent: bool = False) -> str:
    """A figure with its interval."""
    if estimate is None:
        return NONE
    value = number(estimate.value, percent=percent)
    if estimate.low is None or estimate.high is None:
        return f"{value} (no interval)"
    return f"{value} ({number(estimate.low, percent=percent)} to {number(estimate.high, percent=percent)})"


def number(value: float, *, percent: bool = False) -> str:
    """Write a share in percent with one decimal, another figure with three."""
    return f"{100 * value:.1f}" if percent else f"{value:.3f}"


def grid(head: Sequence[str], rows: Cells) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(one.replace("|", "\\|") for one in line) + " |" for line in lines)
