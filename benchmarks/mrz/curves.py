"""The part `curves`: how far a page may be harmed until its MRZ is no longer read, as figures and as a picture."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.progress import track

from benchmarks.mrz.degrade import CURVES, Curve, with_mrz
from benchmarks.mrz.metrics import share
from benchmarks.mrz.readings import Kept
from benchmarks.mrz.session import Session
from benchmarks.mrz.setting import Setting
from benchmarks.mrz.systems import chosen
from benchmarks.mrz.utopia import SEED, Page, flatbed_pages


def run(setting: Setting) -> None:
    """Read harmed pages of Utopia with each system named (default: our engine); write `curves.json` and `curves.png`."""
    pages = with_mrz(flatbed_pages(setting.cache, setting.documents))
    found: dict[str, Any] = {}
    for system in chosen(list(setting.systems) or [setting.engine]):
        session = Session(system, setting.cache)
        kept = Kept(setting.cache)
        found[system.name] = {curve.title: _measured(session, kept, curve, pages) for curve in CURVES}
        session.close()
    setting.write("curves", {"pages": len(pages), "seed": SEED, "exact": found})
    draw(found, setting.results / "curves.png")


def _measured(session: Session, kept: Kept, curve: Curve, pages: Sequence[Page]) -> dict[str, Any]:
    return {
        f"{amount:g}": share(
            sum(
                _is_exact(session, kept, page, curve.harm(page, amount))
                for page in track(pages, f"{session.system.name}: {curve.title} {amount:g}", transient=True)
            ),
            len(pages),
        )
        for amount in curve.amounts
    }


def _is_exact(session: Session, kept: Kept, page: Page, image: bytes) -> bool:
    """Whether the file is read as printed; a peer is not asked twice."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / ("page.jpg" if image.startswith(b"\xff\xd8") else "page.png")
        file.write_bytes(image)
        answer = kept.get(session.system, file) or session.read(file)
        kept.put(session.system, file, answer)
        return answer.lines == page.lines


def draw(found: Mapping[str, Any], file: Path) -> None:
    """One panel a harm, one line a system; the band is Wilson's 95 % interval."""
    import matplotlib as mpl  # noqa: PLC0415 (for the picture only)

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415

    figure, panels = plt.subplots(2, 3, figsize=(11, 6.2), sharey=True, layout="constrained")
    for panel, curve in zip(panels.flat, CURVES, strict=False):
        for name, curves in found.items():
            shares = curves[curve.title].values()
            (line,) = panel.plot(
                curve.amounts, [100 * s["share"] for s in shares], marker="o", ms=3.5, label=name
            )
            low, high = zip(*(s["interval95"] for s in shares), strict=True)
            panel.fill_between(
                curve.amounts,
                [100 * v for v in low],
                [100 * v for v in high],
                color=line.get_color(),
                alpha=0.15,
                lw=0,
            )
        panel.set(title=curve.title, xlabel=curve.axis, ylim=(-3, 103))
        panel.grid(alpha=0.25)
        if curve.title == "JPEG quality":
            panel.invert_xaxis()
        if curve.title == "character height":
            panel.set_xticks(range(4, 31, 4))
        if curve.title == "rotation":
            panel.set_xticks(range(-180, 181, 60))
    panels.flat[-1].axis("off")
    panels.flat[-1].legend(*panel.get_legend_handles_labels(), loc="center", frameon=False)
    for panel in panels[:, 0]:
        panel.set_ylabel("MRZs read exactly, %")
    figure.savefig(file, dpi=100)
    plt.close(figure)
