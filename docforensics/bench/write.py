"""Writes a run into a folder: result.json, table.md, and one page with the plots and the worst cases."""

from pathlib import Path

from docforensics.bench.cache import write_whole
from docforensics.bench.result import to_json
from docforensics.bench.run import Benchmark
from docforensics.bench.table import to_markdown


def write(found: Benchmark, out: Path | str) -> None:
    """Write everything; UsageError where the folder cannot be written."""
    folder = Path(out)
    write_whole(folder / "result.json", to_json(found).encode())
    write_whole(folder / "table.md", to_markdown(found).encode())
