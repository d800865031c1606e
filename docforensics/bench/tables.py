"""The tables: what a reader takes away, worst news included. In Markdown here, in HTML in `page.py`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from docforensics.bench.leak import LeakReport
from docforensics.bench.metrics.bootstrap import Estimate
from docforensics.bench.run import Benchmark
from docforensics.bench.summary import Maybe, Summary

NONE = "-"

SEPARATION = {
    "auc": "AUC",
    "eer": "EER %",
    "bpcer10": "BPCER10 %",
    "bpcer20": "BPCER20 %",
    "bpcer100": "BPCER100 %",
    "avrank": "AVRank %",
    "detection_at_far": "detected %, at {far} false alarms",
    "cllr": "Cllr",
    "cllr_min": "Cllr_min",
    "cllr_cal": "Cllr_cal",
}
DECISION = {
    "apcer": "APCER %",
    "bpcer": "BPCER %",
    "dfar": "DFAR %",
    "dfrr": "DFRR %",
    "ser": "SER %",
    "inconclusive": "INCONCLUSIVE %",
    "inconclusive_genuine": "INCONCLUSIVE %, genuine",
    "inconclusive_forged": "INCONCLUSIVE %, forged",
    "coverage": "claims verified %",
}
PERCENT = frozenset({*DECISION, "eer", "bpcer10", "bpcer20", "bpcer100", "avrank", "detection_at_far"})
"""Figures written in percent; the others are plain numbers."""
WHERE = {"f1": "F1", "iou": "IoU", "pixel_auc": "pixel AUC"}

_MEANING = (
    "APCER counts every attack that was not flagged, for whatever reason; DFAR those that were processed and neither "
    "flagged nor called inconclusive; BPCER and DFRR genuine documents that were flagged, of all and of those processed. "
    "SER: share that could not be processed. Claims verified: mean share of the mandatory claims that were."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One table with its caption and notes."""

    title: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    before: str = ""
    """One paragraph."""
    notes: tuple[str, ...] = ()
    """A list below the table."""


def to_markdown(found: Benchmark) -> str:
    """Write all tables of a run."""
    parts = [f"# {found.data.name}", introduction(found)]
    for section in sections(found):
        parts += [
            f"## {section.title}",
            section.before,
            _table(section),
            "\n".join(f"- {n}" for n in section.notes),
        ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table(section: Section) -> str:
    return grid(section.head, section.rows) if section.head else ""


def introduction(found: Benchmark) -> str:
    """State what was measured, how intervals were made and how pictures were made alike."""
    data, settings = found.data, found.settings
    forged = sum(item.is_forged for item in data.items)
    groups = len({item.group for item in data.items})
    return (
        f"{len(data.items) - forged} genuine and {forged} forged documents in {groups} groups. Intervals are 95 %, by "
        f"{settings.draws} resamples of whole groups (seed {settings.seed}); a share of 0 or 100 % has the rule of three. "
        + normalised(found)
    )


def normalised(found: Benchmark) -> str:
    """One sentence on how pictures were made alike."""
    form = found.normalisation
    if not form.qualities:
        return "The files were taken as published: whatever the codec leaks is in these figures."
    side = f", at most {form.longest_side} px" if form.longest_side else ""
    qualities = ", ".join(str(quality) for quality in form.qualities)
    return f"Every picture was encoded anew as JPEG 4:2:0 at one of the qualities {qualities}{side}."


def sections(found: Benchmark) -> Iterable[Section]:
    """Give the tables of a run, the most important first."""
    summaries = tuple(found.summaries.values())
    yield _figures("Discrimination of the scores", summaries, SEPARATION, far=found.settings.false_alarms)
    yield _decisions(summaries)
    if summaries[0].species:
        yield _species(summaries)
    if any(summary.localisation for summary in summaries):
        yield _localisation(summaries)
    if found.leaks:
        yield leak_section(found.leaks)
    yield from (_part(summaries, part) for part, values in summaries[0].by.items() if values)
    yield from _left_out(found)


def _figures(
    title: str, summaries: Sequence[Summary], names: Mapping[str, str], *, far: float = 0.0
) -> Section:
    """Systems across, figures down; a figure that no system has is left out."""
    rows = tuple(
        (
            label.format(far=f"{far:.0%}"),
            *(cell(summary.figures[name], percent=name in PERCENT) for summary in summaries),
        )
        for name, label in names.items()
        if any(summary.figures[name] is not None for summary in summaries)
    )
    return Section(title=title, head=_head("", summaries), rows=rows)


def _head(first: str, summaries: Sequence[Summary], *more: str) -> tuple[str, ...]:
    return (first, *more, *(summary.system for summary in summaries))


def _decisions(summaries: Sequence[Summary]) -> Section:
    table = _figures("What is decided", summaries, DECISION)
    notes = tuple(f"`{one.system}` ({one.about}): {one.decision}" for one in summaries)
    return Section(title=table.title, head=table.head, rows=table.rows, before=_MEANING, notes=notes)


def _species(summaries: Sequence[Summary]) -> Section:
    """APCER of every kind of attack, the worst of each system in bold."""
    rows = tuple(
        (species, str(summaries[0].counts["species"][species][1]), *_worst_marked(summaries, species))
        for species in summaries[0].species
    )
    return Section(title="By kind of attack: APCER %", head=_head("attack", summaries, "n"), rows=rows)


def _worst_marked(summaries: Sequence[Summary], species: str) -> Iterable[str]:
    for summary in summaries:
        text = cell(summary.species[species]["apcer"], percent=True)
        yield f"**{text}**" if summary.worst_species == species else text


def _localisation(summaries: Sequence[Summary]) -> Section:
    """F1, IoU and pixel AUC under the mask: on the forged picture, on its genuine twin, and the difference."""
    rows = tuple(
        (
            summary.system,
            title,
            *(cell(summary.localisation.get(name + end)) for end in ("", "_control", "_gain")),
        )
        for summary in summaries
        if summary.localisation
        for name, title in WHERE.items()
    )
    return Section(
        title="Localisation, each with the same mask on the genuine twin",
        head=("system", "", "attack", "control", "difference"),
        rows=rows,
        before="A map that follows content scores as high under the same mask on the genuine document. Only the "
        "difference was learned from the forgery.",
        notes=tuple(f"`{s.system}`: {note}" for s in summaries for note in s.localisation_notes),
    )


def _part(summaries: Sequence[Summary], part: str) -> Section:
    """BPCER, APCER and AUC of every part of the set."""
    rows = tuple(
        (value, "{} + {}".format(*summaries[0].counts[part][value]), summary.system, *_part_cells(figures))
        for value in summaries[0].by[part]
        for summary in summaries
        if (figures := summary.by[part][value])
    )
    head = (part, "genuine + forged", "system", "BPCER %", "APCER %", "AUC")
    return Section(title=f"By {part}", head=head, rows=rows)


def _part_cells(figures: Maybe) -> Iterable[str]:
    yield cell(figures["bpcer"], percent=True)
    yield cell(figures["apcer"], percent=True)
    yield cell(figures["auc"])


def leak_section(leaks: Sequence[LeakReport]) -> Section:
    """AUC of file facts, together and one by one."""
    named = {
        "file facts together": [leak.together for leak in leaks],
        "with the picture's colour, sharpness and noise": [leak.together_with_picture for leak in leaks],
        **{fact: [leak.facts[fact] for leak in leaks] for fact in leaks[0].facts},
    }
    rows = [("**verdict**", *(f"**{leak.verdict.value}**" for leak in leaks))]
    rows += [(name, *map(cell, values)) for name, values in named.items() if any(values)]
    return Section(
        title="What the files alone would score: AUC",
        head=("", *(leak.name for leak in leaks)),
        rows=tuple(rows),
        before="Facts of the primary file of each document, by a forest that never saw the document's group, and one by "
        "one. 0.5 is no discrimination.",
    )


def _left_out(found: Benchmark) -> Iterable[Section]:
    if found.data.left_out:
        yield Section(title="Left out", notes=found.data.left_out)
    failed = tuple(
        f"`{name}`, {row.item.id}: {row.answer.error}"
        for name, rows in found.rows.items()
        for row in rows
        if row.answer.error
    )
    if failed:
        yield Section(title="Not processed", notes=failed)


def cell(estimate: Estimate | None, *, percent: bool = False) -> str:
    """Write a figure with its interval."""
    if estimate is None:
        return NONE
    value = number(estimate.value, percent=percent)
    if estimate.low is None or estimate.high is None:
        return f"{value} (no interval)"
    return f"{value} ({number(estimate.low, percent=percent)} to {number(estimate.high, percent=percent)})"


def number(value: float, *, percent: bool = False) -> str:
    """Write a share in percent with one decimal, another figure with three."""
    return f"{100 * value:.1f}" if percent else f"{value:.3f}"


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_one_line(one) for one in line) + " |" for line in lines)


def _one_line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
