"""The files of a run, and its self-contained HTML page: no script, no request, pictures inside."""

import base64
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docforensics.bench.cache import write_result
from docforensics.bench.pictures import control_pairs, worst_cases
from docforensics.bench.plots import plots
from docforensics.bench.result import to_json
from docforensics.bench.run import Benchmark
from docforensics.bench.tables import introduction, sections, to_markdown
from docforensics.report.page import asset, environment

if TYPE_CHECKING:
    from jinja2 import Template

_HERE = "docforensics.bench"


def write(found: Benchmark, out: Path | str) -> None:
    """Write result.json, table.md, index.html and the plots; UsageError where the folder cannot be written."""
    folder = Path(out)
    write_result(folder / "result.json", to_json(found).encode())
    write_result(folder / "table.md", to_markdown(found).encode())
    for plot in plots(found.rows):
        write_result(folder / "plots" / f"{plot.title.lower()}.svg", plot.svg.encode())
    write_result(folder / "index.html", to_html(found).encode())


def to_html(found: Benchmark) -> str:
    """Write the page."""
    return _template().render(
        data=found.data,
        introduction=introduction(found),
        leaks=found.leaks,
        sections=tuple(sections(found)),
        plots=plots(found.rows),
        pairs=tuple(control_pairs(found)),
        cases=tuple(worst_cases(found)),
        provenance={key: value for key, value in found.provenance.items() if value},
        style=asset("benchmark.css", _HERE),
    )


@cache
def _template() -> "Template":
    pages = environment(_HERE)
    pages.filters["base64"] = lambda data: base64.b64encode(data).decode("ascii")
    pages.filters["marked"] = _marked
    return pages.get_template("benchmark.html")


def _marked(text: str) -> Any:  # noqa: ANN401 (Markup)
    """Turn the two marks that the tables use into HTML, after everything else was escaped."""
    from markupsafe import Markup, escape  # noqa: PLC0415 (comes with jinja2)

    bold = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(text)))
    return Markup(re.sub(r"`(.+?)`", r"<code>\1</code>", bold))  # noqa: S704 (escaped above)
