"""DET, ROC, Tippett and reliability plots of a run, as SVG text. Needs matplotlib (the extra `bench`)."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from docforensics.bench.metrics.rates import ErrorCurve, curve
from docforensics.bench.summary import BenchRow
from docforensics.errors import UsageError

if TYPE_CHECKING:
    from matplotlib.axes import Axes

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000", "#8a6d3b")
"""Okabe & Ito's, which stay apart for colour-blind readers."""
STYLES = ("-", "--", "-.", ":")
TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9, 0.95, 0.98, 0.99)
"""Rates named on a normal-deviate axis, as detection error trade-off curves have it (ISO/IEC 19795-1)."""
BINS = 8
"""Of the reliability diagram: few enough that each holds documents of a small data set. A judgement."""

Values = NDArray[np.float64]
Rows = Mapping[str, Sequence[BenchRow]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plot:
    """One plot."""

    title: str
    caption: str
    svg: str


def plots(rows: Rows) -> tuple[Plot, ...]:
    """Draw what the answers allow: DET and ROC need both classes, Tippett and reliability a claimed likelihood ratio."""
    scored = {name: split for name, answers in rows.items() if (split := _split(answers, "score"))}
    claimed = {name: split for name, answers in rows.items() if (split := _split(answers, "log10_lr"))}
    drawn = []
    if scored:
        curves = {name: curve(*split) for name, split in scored.items()}
        sizes = {name: (len(split[0]), len(split[1])) for name, split in scored.items()}
        drawn += [
            Plot(title="DET", caption=_DET, svg=_drawn(lambda axes: _det(axes, curves, sizes))),
            Plot(title="ROC", caption=_ROC, svg=_drawn(lambda axes: _roc(axes, curves))),
        ]
    if claimed:
        drawn += [
            Plot(title="Tippett", caption=_TIPPETT, svg=_drawn(lambda axes: _tippett(axes, claimed))),
            Plot(
                title="Reliability",
                caption=_RELIABILITY,
                svg=_drawn(lambda axes: _reliability(axes, claimed)),
            ),
        ]
    return tuple(drawn)


_DET = "Missed attacks against false alarms on normal-deviate axes; the dotted line has equal rates. Lower left is better."
_ROC = "Attacks found against false alarms; the dotted line finds nothing out. Upper left is better."
_TIPPETT = (
    "Share of documents whose likelihood ratio is larger than the value below: forged as full lines, genuine as dashed "
    "ones. The genuine share right of 0 and the forged share left of 0 are misled."
)
_RELIABILITY = (
    "Probability of forgery that the likelihood ratio claims at even odds, against the share that is forged when both "
    "classes are weighed alike. On the dotted line the claim is true; the size of a mark is the number of documents."
)


def _split(rows: Sequence[BenchRow], what: str) -> tuple[Values, Values] | None:
    """Scores of genuine and of forged documents; None where a class has none."""
    known = [(row.item.is_forged, getattr(row.answer, what)) for row in rows]
    genuine = np.array([value for forged, value in known if value is not None and not forged], np.float64)
    forged = np.array([value for is_forged, value in known if value is not None and is_forged], np.float64)
    return (genuine, forged) if len(genuine) and len(forged) else None


def _drawn(draw: Callable[["Axes"], None]) -> str:
    """Draw on square axes, and give SVG that is the same for the same figures."""
    try:
        import matplotlib as mpl  # noqa: PLC0415 (the bench extra)
        from matplotlib.figure import Figure  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("the plots need matplotlib: pip install 'docforensics[bench]'") from error
    with mpl.rc_context(
        {"svg.hashsalt": "docforensics", "svg.fonttype": "none", "font.family": "sans-serif"}
    ):
        figure = Figure(figsize=(5.2, 5.0), layout="constrained")
        axes = figure.add_subplot()
        axes.grid(visible=True, linewidth=0.4, alpha=0.6)
        draw(axes)
        axes.legend(fontsize=8, framealpha=0.9)
        stream = io.StringIO()
        figure.savefig(stream, format="svg", metadata={"Date": None, "Creator": None})
    text = stream.getvalue()
    return text[text.index("<svg") :]


def _look(number: int) -> dict[str, object]:
    return {
        "color": COLOURS[number % len(COLOURS)],
        "linestyle": STYLES[number % len(STYLES)],
        "linewidth": 1.6,
    }


def _det(axes: "Axes", curves: Mapping[str, ErrorCurve], sizes: Mapping[str, tuple[int, int]]) -> None:
    deviate = np.vectorize(NormalDist().inv_cdf, otypes=[np.float64])
    for number, (name, swept) in enumerate(curves.items()):
        genuine, forged = (0.5 / n for n in sizes[name])  # a rate of 0 of n is drawn as half a document
        x = deviate(np.clip(swept.bpcer, genuine, 1 - genuine))
        y = deviate(np.clip(swept.apcer, forged, 1 - forged))
        axes.plot(x, y, label=name, drawstyle="steps-post", **_look(number))  # type: ignore[arg-type]
    ends = deviate([0.008, 0.992])
    axes.plot(ends, ends, color="grey", linestyle=":", linewidth=1)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_ticks(deviate(TICKS), [f"{tick:g}" for tick in TICKS])
    axes.set(xlabel="BPCER", ylabel="APCER", xlim=ends, ylim=ends, aspect="equal")
    axes.tick_params(labelsize=7)


def _roc(axes: "Axes", curves: Mapping[str, ErrorCurve]) -> None:
    for number, (name, swept) in enumerate(curves.items()):
        axes.plot(swept.bpcer, 1 - swept.apcer, label=name, **_look(number))  # type: ignore[arg-type]
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":", linewidth=1)
    axes.set(xlabel="BPCER", ylabel="1 - APCER", xlim=(-0.02, 1.02), ylim=(-0.02, 1.02), aspect="equal")


def _tippett(axes: "Axes", claimed: Mapping[str, tuple[Values, Values]]) -> None:
    widest = max(1.0, *(float(np.abs(np.concatenate(split)).max()) for split in claimed.values())) * 1.1
    at = np.linspace(-widest, widest, 801)
    for number, (name, split) in enumerate(claimed.items()):
        colour = COLOURS[number % len(COLOURS)]
        for values, style, what in zip(split, ("--", "-"), ("genuine", "forged"), strict=True):
            share = (values[None, :] > at[:, None]).mean(axis=1)
            axes.plot(at, share, color=colour, linestyle=style, linewidth=1.6, label=f"{name}, {what}")
    axes.axvline(0, color="grey", linestyle=":", linewidth=1)
    axes.set(
        xlabel="log10 likelihood ratio for 'not genuine'",
        ylabel="share with a larger ratio",
        ylim=(-0.02, 1.02),
    )


def _reliability(axes: "Axes", claimed: Mapping[str, tuple[Values, Values]]) -> None:
    edges = np.linspace(0, 1, BINS + 1)
    for number, (name, split) in enumerate(claimed.items()):
        genuine, forged = (1 / (1 + 10.0**-values) for values in split)
        told, held, weight = [], [], []
        for low, high in pairwise(edges):
            bona, attack = (v[(v >= low) & ((v < high) | (high == 1))] for v in (genuine, forged))
            if len(bona) + len(attack):
                shares = len(bona) / len(genuine), len(attack) / len(forged)
                told.append(float(np.concatenate([bona, attack]).mean()))
                held.append(shares[1] / sum(shares))
                weight.append(len(bona) + len(attack))
        look = _look(number)
        axes.plot(told, held, label=name, marker="", **look)  # type: ignore[arg-type]
        axes.scatter(told, held, s=12 + 6 * np.array(weight), color=COLOURS[number % len(COLOURS)], alpha=0.7)
    axes.plot([0, 1], [0, 1], color="grey", linestyle=":", linewidth=1)
    axes.set(
        xlabel="claimed probability of forgery, at even odds",
        ylabel="observed share",
        xlim=(-0.03, 1.03),
        ylim=(-0.03, 1.03),
        aspect="equal",
    )
