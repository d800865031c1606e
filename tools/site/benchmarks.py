"""The benchmarks page: plots and tables drawn from benchmarks/results, then what the README of benchmarks states."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

from docforensics.bench.plots import COLOURS
from docforensics.shares import share_interval
from tools.site import figures
from tools.site.included import rewritten
from tools.site.pages import ROOT, contents, fresh_folder, table

if TYPE_CHECKING:
    from matplotlib.axes import Axes

RESULTS = ROOT / "benchmarks" / "results"
OUTCOMES = ("CLEAR", "INCONCLUSIVE", "REFER", "ALERT")
_SHADES = (COLOURS[2], "#c9c9c9", COLOURS[4], COLOURS[1])
"""Of the outcomes; grey for what could not be decided."""
_FLAGGED = {"REFER", "ALERT"}
_STAGES = 7
"""Stages that are named in the plot of time; the others are summed. A judgement."""


def write() -> int:
    """Write the page and its plots."""
    folder = fresh_folder("benchmarks")
    parts = ["# Benchmarks\n", _ABOUT]
    for name, title, about, draw, rows in _drawn():
        _save(folder / f"{name}.svg", draw)
        parts.append(f"## {title}\n\n{about}\n\n![{title}: the table below holds the same]({name}.svg)\n")
        parts.append(table(rows[0], rows[1:]))
    readme = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    parts.append(rewritten(readme.replace("# Benchmarks\n", "## All benchmarks\n", 1), "../", "benchmarks"))
    parts.append(contents(("mrz", "mrz-table", "regression")))
    (folder / "index.md").write_text("\n".join(parts), encoding="utf-8")
    return 1 + len(list(folder.glob("*.svg")))


_ABOUT = """\
What was measured, drawn from the kept results in `benchmarks/results` each time this site is built. Documents are drawn ones of Utopia where nothing
else is stated: they are made to be hard, and they are not a border. Read [what a result means](../concepts/result.md) before you quote a figure.
"""
Plotted = tuple[str, str, str, "Callable[[Axes], None]", list[tuple[str, ...]]]


def _drawn() -> Iterator[Plotted]:
    yield from _outcomes()
    yield from _attacks()
    yield from _evasion()
    yield from _time()
    yield from _few_shot()


def _save(file: Path, draw: "Callable[[Axes], None]") -> None:
    """Draw one plot as SVG whose text stays text, the same at every build."""
    with mpl.rc_context({"svg.hashsalt": "docforensics", "svg.fonttype": "none", "font.size": 10}):
        figure = Figure(figsize=(8.4, 4.4), layout="constrained")
        draw(figure.subplots())
        figure.savefig(file, format="svg", metadata={"Date": None})


def _outcomes() -> Iterator[Plotted]:
    counted: dict[str, Counter[str]] = {}
    for channel in figures.CHANNELS:
        for kind in ("genuine", "forged"):
            rows = [
                one
                for one in figures.rows()
                if one["channel"] == channel and bool(one["species"]) is (kind == "forged")
            ]
            counted[f"{channel}, {kind}"] = Counter(row["outcome"] for row in rows)

    def draw(axes: "Axes") -> None:
        _stacked(axes, counted, OUTCOMES, _SHADES)
        axes.set_xlabel("documents")

    rows = [
        ("documents", *OUTCOMES),
        *((name, *(str(found[one]) for one in OUTCOMES)) for name, found in counted.items()),
    ]
    about = (
        f"{len(figures.rows())} documents of the test half, genuine and forged by every kind of attack, each on a template of its model that ten holders of the other half "
        "taught, in white light (border reader: UV and infrared too). CLEAR on a forged document is a miss, REFER on a genuine one a false alarm."
    )
    yield "outcomes", "What becomes of genuine and forged documents", about, draw, rows


def _stacked(
    axes: "Axes", counted: Mapping[str, Mapping[str, float]], names: tuple[str, ...], shades: tuple[str, ...]
) -> None:
    labels = list(counted)[::-1]
    left = [0.0] * len(labels)
    for name, shade in zip(names, shades, strict=True):
        widths = [float(counted[label].get(name, 0)) for label in labels]
        axes.barh(labels, widths, left=left, color=shade, label=name, edgecolor="white")
        left = [before + width for before, width in zip(left, widths, strict=True)]
    axes.legend(ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1.0), frameon=False)
    axes.spines[["top", "right"]].set_visible(False)


def _attacks() -> Iterator[Plotted]:
    flagged = Counter(row["species"] for row in figures.rows() if row["outcome"] in _FLAGGED)
    clear = Counter(row["species"] for row in figures.rows() if row["outcome"] == "CLEAR")
    names = sorted(figures.attacks(), key=lambda name: (flagged[name] / figures.attacks()[name], name))
    shares = {name: (flagged[name], figures.attacks()[name]) for name in names}

    def draw(axes: "Axes") -> None:
        axes.figure.set_size_inches(8.4, 7.4)
        for place, (count, total) in enumerate(shares.values()):
            low, high = share_interval(count, total)
            axes.plot([low, high], [place, place], color=COLOURS[0], linewidth=2)
            axes.plot(count / total, place, "o", color=COLOURS[0])
        axes.set_yticks(range(len(names)), [name.replace("-", " ") for name in names])
        axes.set_xlim(0, 1)
        axes.set_xlabel("share flagged (REFER or ALERT), with its 95 % interval")
        axes.spines[["top", "right"]].set_visible(False)

    rows = [("kind of attack", "documents", "flagged", "CLEAR")]
    rows += [
        (name.replace("-", " "), str(shares[name][1]), str(shares[name][0]), str(clear[name]))
        for name in names[::-1]
    ]
    about = (
        "The same forged documents by kind of attack. Devices that are missing or flat and stolen blanks cannot be seen in white light alone. "
        "[How each kind is made](../reference/samples.md)."
    )
    yield "attacks", "Which kinds of forgery are flagged", about, draw, rows


def _evasion() -> Iterator[Plotted]:
    rows: dict[str, Counter[str]] = {}
    text = (RESULTS / "evasion.md").read_text(encoding="utf-8")
    for part, label in (("## forged: by effect", "forged, "), ("## genuine: by effect", "genuine, ")):
        for line in text.partition(part)[2].partition("##")[0].splitlines()[4:]:
            cells = [cell.strip() for cell in line.strip("| ").split("|")]
            if len(cells) == 1 + len(OUTCOMES) + 1:
                rows[label + cells[0]] = Counter(dict(zip(OUTCOMES, map(int, cells[1:-1]), strict=True)))

    def draw(axes: "Axes") -> None:
        _stacked(axes, rows, OUTCOMES, _SHADES)
        axes.set_xlabel("manipulated pictures")

    forged = sum((found for name, found in rows.items() if name.startswith("forged")), Counter[str]())
    shown = [
        ("manipulation", *OUTCOMES),
        *((name, *(str(found[one]) for one in OUTCOMES)) for name, found in rows.items()),
    ]
    about = (
        "Forgeries that are flagged as they are, then blurred, compressed, cropped, covered by glare or given without a light, so that checks abstain; and genuine "
        "documents alike. *Harms*: the picture hides something; *forges*: the picture was edited further; *harmless*: nothing should change. "
        f"Of {forged.total()} manipulated forgeries {forged['CLEAR']} are CLEAR."
    )
    yield "evasion", "Forgeries whose pictures were made worse", about, draw, shown


def _time() -> Iterator[Plotted]:
    cases = json.loads((RESULTS / "examine.json").read_text(encoding="utf-8"))["cases"]
    stages: Counter[str] = Counter()
    for case in cases.values():
        stages.update(case["stages_cpu_ms"])
    named = tuple(name for name, _ in stages.most_common(_STAGES))
    spent = {name: _seconds(case, named) for name, case in cases.items()}

    def draw(axes: "Axes") -> None:
        _stacked(axes, spent, (*named, "all else"), (*COLOURS[:_STAGES], "#c9c9c9"))
        for place, name in enumerate(list(cases)[::-1]):
            asked = cases[name]["asked"]["cpu_s"]
            axes.plot([asked, asked], [place - 0.45, place + 0.45], color="black", linewidth=2)
        axes.set_xlabel("CPU seconds on one core; black lines: what is asked for")

    head = ("picture", "CPU seconds, median", "asked", "peak memory, MB", "asked")
    rows = [
        (
            name,
            f"{case['cpu_s']['median']:.2f}",
            f"{case['asked']['cpu_s']:.2f}",
            f"{case['peak_mb']:.0f}",
            f"{case['asked']['peak_mb']:.0f}",
        )
        for name, case in cases.items()
    ]
    yield (
        "time",
        "What one examination takes",
        "Of three Utopia passports, five times each, on one core.",
        draw,
        [head, *rows],
    )


def _seconds(case: Mapping[str, Any], named: tuple[str, ...]) -> dict[str, float]:
    spent = {name: case["stages_cpu_ms"].get(name, 0.0) / 1000 for name in named}
    return {**spent, "all else": max(0.0, case["cpu_s"]["median"] - sum(spent.values()))}


def _few_shot() -> Iterator[Plotted]:
    found = json.loads((RESULTS / "score-few-shot.json").read_text(encoding="utf-8"))
    kinds = {"genuine flagged": "bpcer", "forged missed": "apcer"}
    spread = {
        int(number): {name: sorted(run[key] for run in runs) for name, key in kinds.items()}
        for number, runs in found["curve"].items()
    }

    def draw(axes: "Axes") -> None:
        for shade, name in zip(COLOURS, kinds, strict=False):
            values = [spread[number][name] for number in spread]
            axes.fill_between(
                list(spread), [one[0] for one in values], [one[-1] for one in values], color=shade, alpha=0.15
            )
            axes.plot(list(spread), [median(one) for one in values], "o-", color=shade, label=name)
        axes.set_xlabel("genuine captures of your own that were given")
        axes.set_ylabel("share of documents: median and range of draws")
        axes.set_xticks(list(spread))
        axes.set_ylim(bottom=0)
        axes.legend(frameon=False)
        axes.spines[["top", "right"]].set_visible(False)

    rows = [("captures given", *kinds)]
    rows += [(str(number), *(_range(spread[number][name]) for name in kinds)) for number in spread]
    about = (
        f"Thresholds that `docforensics calibrate --few-shot` moves by genuine captures of your own: {found['n_genuine']} genuine and {found['n_forged']} "
        "forged messenger pictures, judged by weights that never saw that channel."
    )
    yield "few-shot", "What a few captures of your own bring", about, draw, rows


def _range(values: list[float]) -> str:
    if len(values) == 1:
        return f"{values[0]:.1%}"
    return f"{median(values):.1%} ({values[0]:.1%} to {values[-1]:.1%})"
