"""Writes a run into a folder: result.json, table.md, index.html and the plots."""

from pathlib import Path

from docforensics.bench.cache import write_whole
from docforensics.bench.page import to_html
from docforensics.bench.plots import plots
from docforensics.bench.result import to_json
from docforensics.bench.run import Benchmark
from docforensics.bench.tables import to_markdown


def write(found: Benchmark, out: Path | str) -> None:
    """Write everything; UsageError where the folder cannot be written."""
    folder = Path(out)
    write_whole(folder / "result.json", to_json(found).encode())
    write_whole(folder / "table.md", to_markdown(found).encode())
    for plot in plots(found.rows):
        write_whole(folder / "plots" / f"{plot.title.lower()}.svg", plot.svg.encode())
    write_whole(folder / "index.html", to_html(found).encode())
