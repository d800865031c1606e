"""One self-contained HTML page of a run: no script, no request, pictures inside."""

import base64
import re
from functools import cache
from importlib.resources import files
from typing import Any

from docforensics.bench.pictures import control_pairs, worst_cases
from docforensics.bench.plots import plots
from docforensics.bench.run import Benchmark
from docforensics.bench.tables import introduction, sections


def to_html(found: Benchmark) -> str:
    """Write the page."""
    page = _environment().get_template("benchmark.html")
    told = found.provenance
    return str(
        page.render(
            data=found.data,
            introduction=introduction(found),
            leaks=found.leaks,
            sections=tuple(sections(found)),
            plots=plots(found.rows),
            pairs=tuple(control_pairs(found)),
            cases=tuple(worst_cases(found)),
            provenance={key: value for key, value in told.items() if value},
            style=_text("benchmark.css"),
        )
    )


@cache
def _text(name: str) -> str:
    return files("docforensics.bench").joinpath("templates", name).read_text(encoding="utf-8")


@cache
def _environment() -> Any:  # noqa: ANN401 (jinja2 is imported when a page is made)
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 (slow to import)

    environment = Environment(
        loader=PackageLoader("docforensics.bench"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["base64"] = lambda data: base64.b64encode(data).decode("ascii")
    environment.filters["marked"] = _marked
    return environment


def _marked(text: str) -> Any:  # noqa: ANN401 (Markup)
    """Turn the two marks that the tables use into HTML, after everything else was escaped."""
    from markupsafe import Markup, escape  # noqa: PLC0415 (comes with jinja2)

    bold = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", str(escape(text)))
    return Markup(re.sub(r"`(.+?)`", r"<code>\1</code>", bold))  # noqa: S704 (escaped above)
